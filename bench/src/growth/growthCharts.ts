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

import type { Chart, Series } from '../plot/Chart';
import type { GrowthPoint, GrowthResult } from './GrowthPoint';

const NAMES: Record<string, string> = {
  stock: 'stock tab',
  module: 'with module',
  slipway: 'Slipway',
};
/** On a logarithmic axis nothing has no place. */
const LEAST_CPU_MS = 0.1;

/** What a growth bench found, as charts: time and API-server CPU of a view over pods, and over clusters. */
export function growthCharts({ byPods, byClusters }: GrowthResult): Chart[] {
  return [
    chart('Time of a view, p95', 'pods in one cluster', 'ms', byPods, {
      x: point => point.pods,
      y: row => row.p95,
    }),
    chart('Time of a view, p95', 'clusters of 1k pods', 'ms', byClusters, {
      x: point => point.clusters,
      y: row => row.p95,
    }),
    chart('API-server CPU of a view', 'pods in one cluster', 'ms', byPods, {
      x: point => point.pods,
      y: row => Math.max(LEAST_CPU_MS, row.apiServerCpuMs),
    }),
  ];
}

function chart(
  title: string,
  xLabel: string,
  yLabel: string,
  points: GrowthPoint[],
  of: {
    x(point: GrowthPoint): number;
    y(row: GrowthPoint['rows'][number]): number;
  },
): Chart {
  const arms = [...new Set(points.flatMap(({ rows }) => rows.map(r => r.arm)))];
  return {
    title,
    xLabel,
    yLabel,
    series: arms.map(
      (arm): Series => ({
        name: NAMES[arm] ?? arm,
        points: points.flatMap(point =>
          point.rows
            .filter(row => row.arm === arm)
            .map(row => ({ x: of.x(point), y: of.y(row) })),
        ),
      }),
    ),
  };
}
