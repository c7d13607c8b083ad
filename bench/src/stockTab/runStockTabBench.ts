/*
 * Copyright 2026 The Slipway Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchBackend } from '../backend';
import { BenchSession } from '../BenchSession';
import { LARGE_APP, SMALL_APP, type DatasetSpec } from '../dataset';
import type { LoadGenerator } from '../load';
import type { Arm, CellPlan, CellResult, Idle } from '../measure';
import type { CommonOptions } from '../options';
import {
  environment,
  printCells,
  ratiosOf,
  type Environment,
  type Ratio,
} from '../report';

const IDLE_SECONDS = 10;
/** The fleet notices within some seconds that a cluster is silent; a tab that is open then has waited once. */
const NOTICE_MS = 25_000;

export interface StockTabBenchOptions extends CommonOptions {
  tabs: number[];
  largeTabs: number[];
  /** With one cluster frozen. */
  frozenTabs: number[];
  /** Whether answers that are parsed on their way are measured too, which takes a third backend. */
  withParsed: boolean;
}

interface Part {
  idle: Idle;
  rows: CellResult[];
  ratios: Ratio[];
}

export interface StockTabBenchResult extends Part {
  environment: Environment;
  spec: DatasetSpec;
  seconds: number;
  /** The same once more, while one cluster answers nothing. */
  frozen?: Part;
}

interface Tabs {
  app: string;
  counts: number[];
  /** All unless told. */
  arms?: string[];
}

class StockTabPart {
  readonly #session: BenchSession;
  readonly #load: LoadGenerator;
  readonly #arms: Arm[];
  readonly #options: StockTabBenchOptions;

  constructor(
    session: BenchSession,
    load: LoadGenerator,
    backends: Record<string, BenchBackend>,
    options: StockTabBenchOptions,
  ) {
    this.#session = session;
    this.#load = load;
    this.#options = options;
    this.#arms = Object.entries(backends).map(([name, backend]) => ({
      name,
      backend,
      view: 'stock',
    }));
  }

  async run(tabs: Tabs[], frozen?: string): Promise<Part> {
    const { seconds } = this.#options;
    // Views of what is frozen take as long as they may, and hold up the next slice.
    const rounds = frozen ? 1 : this.#options.rounds;
    const arena = this.#session.arena(this.#load, frozen);
    const plans = tabs.flatMap(({ app, counts, arms }) =>
      counts.flatMap(viewers =>
        this.#arms
          .filter(({ name }) => !arms || arms.includes(name))
          .map((arm): CellPlan => ({ arm, app, viewers })),
      ),
    );
    if (!frozen) {
      await arena.warmUp(plans);
    }
    const idle = await arena.idle(Math.min(IDLE_SECONDS, seconds));
    const rows = await arena.run(plans, { seconds, rounds, idle });
    printCells(rows);
    return {
      idle,
      rows,
      ratios: [
        ...ratiosOf(rows, 'stock', 'module'),
        ...ratiosOf(rows, 'parsed', 'module'),
      ],
    };
  }

  async runFrozen(tabs: Tabs[]): Promise<Part> {
    const [cluster] = this.#session.clusters.sandbox.clusters.slice(-1);
    cluster.freezeApiServer();
    try {
      await sleep(this.#options.seconds < IDLE_SECONDS ? 0 : NOTICE_MS);
      return await this.run(tabs, cluster.name);
    } finally {
      cluster.thawApiServer();
    }
  }
}

/** The stock route, with the module and without it. */
export async function runStockTabBench(
  options: StockTabBenchOptions,
): Promise<StockTabBenchResult> {
  const { spec, seconds } = options;
  const before = environment();
  const session = await BenchSession.start(spec.clusters, options.dir);
  try {
    await session.clusters.fill(spec);
    const module = await session.backend('module', spec);
    const stock = await session.backend('stock', spec);
    const load = await session.load();
    const backends: Record<string, BenchBackend> = { stock, module };
    if (options.withParsed) {
      backends.parsed = await session.backend('parsed', spec);
    }
    const part = new StockTabPart(session, load, backends, options);
    const arms = ['stock', 'module'];
    const calm = await part.run([
      { app: SMALL_APP, counts: options.tabs, arms },
      // Here it matters whether objects are parsed.
      { app: LARGE_APP, counts: options.largeTabs },
    ]);
    const frozen =
      options.frozenTabs.length > 0
        ? await part.runFrozen([{ app: SMALL_APP, counts: options.frozenTabs }])
        : undefined;
    return { environment: before, spec, seconds, ...calm, frozen };
  } finally {
    await session.close();
  }
}
