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

import { LogAxis, shortNumber } from './Chart';
import { drawCharts } from './drawCharts';

describe('LogAxis', () => {
  it('goes from power of ten to power of ten, either way', () => {
    const axis = new LogAxis([3, 900], 100, -90);
    expect(axis.ticks).toEqual([1, 10, 100, 1_000]);
    expect([1, 10, 1_000].map(value => axis.at(value))).toEqual([100, 70, 10]);
    expect(new LogAxis([10], 0, 1).ticks).toEqual([10, 100]);
  });
});

describe('drawCharts', () => {
  it('names all lines, and marks each point', () => {
    const svg = drawCharts(
      [
        {
          title: 'p95 < 1 s & more',
          xLabel: 'pods',
          yLabel: 'ms',
          series: [
            {
              name: 'stock',
              points: [
                { x: 1_000, y: 90 },
                { x: 30_000, y: 900 },
              ],
            },
            { name: 'slipway', points: [{ x: 1_000, y: 4 }] },
          ],
        },
      ],
      'How cost grows',
    );
    expect(svg).toContain('p95 &lt; 1 s &amp; more (ms)');
    // Two points and one in the legend; one point and one in the legend.
    expect(svg.match(/<circle /g)).toHaveLength(3);
    expect(svg.match(/<rect /g)).toHaveLength(2);
    expect(svg).not.toContain('NaN');
    expect(shortNumber(30_000)).toBe('30k');
    expect(shortNumber(0.1)).toBe('0.1');
  });
});
