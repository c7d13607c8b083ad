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

import type { BenchBackend } from '../backend';
import { BenchSession } from '../BenchSession';
import { LARGE_APP, SMALL_APP, type DatasetSpec } from '../dataset';
import { decodedBytes } from '../load';
import {
  entityRefOf,
  measureChanges,
  type Arm,
  type CellPlan,
  type CellResult,
  type ChangeResult,
  type Idle,
} from '../measure';
import type { CommonOptions } from '../options';
import {
  environment,
  printCells,
  ratiosOf,
  type Environment,
  type Ratio,
} from '../report';
import { measureMemory, type MemoryResult } from './measureMemory';

const IDLE_SECONDS = 10;

export interface FleetBenchOptions extends CommonOptions {
  /** Viewers of the small app, one row each. */
  viewers: number[];
  /** Viewers of the large app. */
  largeViewers: number[];
  changes: number;
}

export interface FleetBenchResult {
  environment: Environment;
  spec: DatasetSpec;
  seconds: number;
  /** Missing where the clusters were filled by an earlier bench. */
  memory?: MemoryResult;
  firstList: FirstList;
  idle: Idle;
  rows: CellResult[];
  ratios: Ratio[];
  /** One view before compression, in bytes. */
  decodedBytes: Record<string, number>;
  changes: ChangeResult;
}

interface FirstList {
  /** From the start of the backend's process until all clusters are live. */
  seconds: number;
  /** Of the backend's event loop in that time, in milliseconds. */
  longestStallMs: number;
}

/** One app's status, as the stock tab and as Slipway's own show it, beside each other. */
export async function runFleetBench(
  options: FleetBenchOptions,
): Promise<FleetBenchResult> {
  const { spec, seconds, rounds } = options;
  const before = environment();
  const session = await BenchSession.start(spec.clusters, options.dir);
  try {
    const memory = (await session.clusters.hasPods())
      ? undefined
      : await measureMemory(session, spec);
    const { fleet, firstList } = await startFleet(session, spec);
    const stock = await session.backend('stock', spec);
    const arms: Arm[] = [
      { name: 'stock', backend: stock, view: 'stock' },
      { name: 'slipway', backend: fleet, view: 'slipway' },
    ];
    const plans = plansOf(options, arms);
    const load = await session.load();
    const arena = session.arena(load);
    await arena.warmUp(plans);
    const idle = await arena.idle(Math.min(IDLE_SECONDS, seconds));
    const rows = await arena.run(plans, { seconds, rounds, idle });
    printCells(rows);
    return {
      environment: before,
      spec,
      seconds,
      memory,
      firstList,
      idle,
      rows,
      ratios: ratiosOf(rows, 'stock', 'slipway'),
      decodedBytes: await sizesOf(arms),
      changes: await measureChanges({
        backend: fleet,
        cluster: session.clusters.sandbox.clusters[0],
        load,
        changes: options.changes,
        readers: Math.max(...options.viewers),
      }),
    };
  } finally {
    await session.close();
  }
}

async function startFleet(
  session: BenchSession,
  spec: DatasetSpec,
): Promise<{ fleet: BenchBackend; firstList: FirstList }> {
  const began = performance.now();
  const fleet = await session.backend('fleet', spec);
  const seconds = (performance.now() - began) / 1_000;
  const { longest: longestStallMs } = await fleet.ask('stalls');
  return { fleet, firstList: { seconds, longestStallMs } };
}

function plansOf(
  { viewers, largeViewers }: FleetBenchOptions,
  arms: Arm[],
): CellPlan[] {
  return [
    ...viewers.map(count => ({ app: SMALL_APP, viewers: count })),
    ...largeViewers.map(count => ({ app: LARGE_APP, viewers: count })),
  ].flatMap(plan => arms.map(arm => ({ arm, ...plan })));
}

async function sizesOf(arms: Arm[]): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const app of [SMALL_APP, LARGE_APP]) {
    for (const { name, backend, view } of arms) {
      sizes[`${name} ${app}`] = await decodedBytes({
        url: backend.url,
        token: await backend.signIn('viewer-0'),
        view,
        entityRef: entityRefOf(app),
      });
    }
  }
  return sizes;
}
