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
  /** More than one, of `podsEach` pods. */
  clusters: number[];
  podsEach: number;
  viewers: number;
  /** What there is so far, after each point: a bench of many minutes is not lost with its end. */
  onPoint?(result: GrowthBenchResult): void;
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
  const { spec, viewers, podsEach } = options;
  const result: GrowthBenchResult = {
    environment: environment(),
    app: { small: spec.small },
    viewers,
    byPods: [],
    byClusters: [],
  };
  const measure = async (
    session: BenchSession,
    size: { clusters: number; pods: number },
    points: GrowthPoint[],
  ) => {
    points.push(await measurePoint(session, { ...spec, ...size }, options));
    options.onPoint?.(result);
  };
  await inClusters(1, async session => {
    for (const pods of options.pods) {
      await measure(session, { clusters: 1, pods }, result.byPods);
    }
  });
  // The same as the first of the others.
  result.byClusters.push(
    ...result.byPods.filter(({ pods }) => pods === podsEach),
  );
  for (const clusters of options.clusters) {
    await inClusters(clusters, session =>
      measure(session, { clusters, pods: podsEach }, result.byClusters),
    );
  }
  return result;
}

async function inClusters(
  clusters: number,
  run: (session: BenchSession) => Promise<void>,
): Promise<void> {
  const session = await BenchSession.start(clusters);
  try {
    await run(session);
  } finally {
    await session.close();
  }
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
