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

import { drawCharts } from '../plot/drawCharts';
import { growthCharts } from './growthCharts';
import { runGrowthBench } from './runGrowthBench';

jest.setTimeout(300_000);

describe('the growth bench', () => {
  it('shows an app in three ways, on a dataset of its own', async () => {
    const output = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const result = await runGrowthBench({
      spec: { clusters: 1, pods: 0, apps: 4, small: 5, large: 5 },
      pods: [30],
      clusters: [],
      podsEach: 0,
      viewers: 2,
      seconds: 4,
      rounds: 2,
    });
    output.mockRestore();
    const [{ pods, rows, memory }] = result.byPods;
    expect(pods).toBe(30);
    expect(memory).toBeGreaterThan(10_000_000);
    const [stock, module, slipway] = rows;
    expect(rows.map(({ arm }) => arm)).toEqual(['stock', 'module', 'slipway']);
    for (const row of rows) {
      expect(row).toMatchObject({ viewers: 2, failed: 0 });
      expect(row.views).toBeGreaterThanOrEqual(2);
      expect(row.p95).toBeGreaterThanOrEqual(row.p50);
      expect(row.wireBytes).toBeGreaterThan(300);
    }
    // 13 kinds, and twice the pods for their metrics; less what may pass for idle.
    expect(stock.apiServerReads).toBeGreaterThan(10);
    expect(module.apiServerReads).toBeLessThan(5);
    expect(slipway.apiServerReads).toBeLessThan(5);
    expect(drawCharts(growthCharts(result).slice(0, 1), '')).not.toContain(
      'NaN',
    );
  });
});
