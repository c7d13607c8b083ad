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

import { clusterNames, planCluster } from './DatasetSpec';

describe('planCluster', () => {
  const spec = { clusters: 3, pods: 100, apps: 7, small: 10, large: 50 };
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

  it('fills each cluster, and spreads the measured apps over all', () => {
    const clusters = clusterNames(spec).map((_, index) =>
      planCluster(spec, index),
    );
    for (const apps of clusters) {
      expect(sum(apps.map(({ pods }) => pods))).toBe(100);
      expect(new Set(apps.map(({ app }) => app)).size).toBe(7);
    }
    expect(clusters.map(([small]) => small.pods)).toEqual([4, 3, 3]);
    expect(sum(clusters.map(([, large]) => large.pods))).toBe(50);
    expect(clusters[0][0]).toMatchObject({
      app: 'bench-small',
      namespace: 'bench-0',
    });
  });

  it('refuses what does not fit', () => {
    expect(() => planCluster({ ...spec, pods: 19 }, 0)).toThrow(/too few/);
    expect(() => planCluster({ ...spec, apps: 2 }, 0)).toThrow(/3 apps/);
  });
});
