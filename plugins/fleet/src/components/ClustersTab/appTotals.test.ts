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

import { appFixture } from '../../__fixtures__';
import { sumApp } from './appTotals';

describe('sumApp', () => {
  it('sums clusters, last known ones included and counted', () => {
    const totals = sumApp(appFixture().clusters);
    expect(totals).toMatchObject({
      desired: 36,
      ready: 34,
      failing: 2,
      lastKnown: 4,
      requestsPerSecond: 4_812,
      gpus: { allocated: 36, busy: 26, idle: 4, unknown: 6 },
    });
    expect(
      totals.versions.map(({ tag, instances }) => [tag, instances]),
    ).toEqual([
      ['v2.14.1', 26],
      ['v2.13.4', 10],
    ]);
    expect(totals.series).toHaveLength(60);
  });

  it('leaves a gap where one cluster has no data, instead of a drop', () => {
    const { clusters } = appFixture();
    clusters[0].status!.load!.series[10] = null;
    const { series } = sumApp(clusters);
    expect(series[10]).toBeNull();
    expect(series[11]).toBeGreaterThan(4_000);
  });

  it('knows nothing of clusters that were never read', () => {
    const clusters = appFixture().clusters.map(cluster => ({
      ...cluster,
      status: undefined,
    }));
    expect(sumApp(clusters)).toMatchObject({
      desired: 0,
      gpus: undefined,
      requestsPerSecond: undefined,
      series: [],
    });
  });
});
