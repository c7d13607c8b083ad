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

import { BenchSession } from '../BenchSession';
import { SMALL_APP, type DatasetSpec } from '../dataset';
import type { Arm, CellPlan } from '../measure';
import type { CommonOptions } from '../options';
import { environment, printCells, type Environment } from '../report';
import type { GrowthPoint, GrowthResult } from './GrowthPoint';

const IDLE_SECONDS = 5;

export interface GrowthBenchOptions extends CommonOptions {
  /** Pods of one cluster. */
  pods: number[];
  /** Clusters of `podsEach` pods. */
  clusters: number[];
  podsEach: number;
  viewers: number;
}

export interface GrowthBenchResult extends GrowthResult {
  environment: Environment;
  /** The app that is looked at stays as it is. */
  app: Pick<DatasetSpec, 'small'>;
  viewers: number;
}

/** How cost grows with pods and with clusters, for an app that stays the same. */
export async function runGrowthBench(
  options: GrowthBenchOptions,
): Promise<GrowthBenchResult> {
  const { spec, viewers } = options;
  const before = environment();
  const byPods = await inClusters(1, session =>
    mapInTurn(options.pods, pods =>
      measurePoint(session, { ...spec, clusters: 1, pods }, options),
    ),
  );
  const byClusters = await mapInTurn(options.clusters, clusters =>
    inClusters(clusters, session =>
      measurePoint(
        session,
        { ...spec, clusters, pods: options.podsEach },
        options,
      ),
    ),
  );
  return {
    environment: before,
    app: { small: spec.small },
    viewers,
    byPods,
    byClusters,
  };
}

async function inClusters<T>(
  clusters: number,
  run: (session: BenchSession) => Promise<T>,
): Promise<T> {
  const session = await BenchSession.start(clusters);
  try {
    return await run(session);
  } finally {
    await session.close();
  }
}

async function mapInTurn<A, B>(
  items: A[],
  run: (item: A) => Promise<B>,
): Promise<B[]> {
  const results: B[] = [];
  for (const item of items) {
    results.push(await run(item));
  }
  return results;
}

async function measurePoint(
  session: BenchSession,
  spec: DatasetSpec,
  { seconds, rounds, viewers }: GrowthBenchOptions,
): Promise<GrowthPoint> {
  await session.clusters.fill(spec);
  const began = performance.now();
  const fleet = await session.backend('module', spec);
  const firstListSeconds = (performance.now() - began) / 1_000;
  const { longest: firstListStallMs } = await fleet.ask('stalls');
  const { heapUsed, external } = await fleet.ask('memory');
  const stock = await session.backend('stock', spec);
  const load = await session.load();
  try {
    const arms: Arm[] = [
      { name: 'stock', backend: stock, view: 'stock' },
      { name: 'module', backend: fleet, view: 'stock' },
      { name: 'slipway', backend: fleet, view: 'slipway' },
    ];
    const arena = session.arena(load);
    const plans = arms.map(
      (arm): CellPlan => ({ arm, app: SMALL_APP, viewers }),
    );
    await arena.warmUp(plans);
    const idle = await arena.idle(Math.min(IDLE_SECONDS, seconds));
    const rows = await arena.run(plans, { seconds, rounds, idle });
    printCells(rows);
    return {
      clusters: spec.clusters,
      pods: spec.clusters * spec.pods,
      rows,
      memory: heapUsed + external,
      firstListSeconds,
      firstListStallMs,
    };
  } finally {
    await Promise.all([fleet.stop(), stock.stop(), load.stop()]);
  }
}
