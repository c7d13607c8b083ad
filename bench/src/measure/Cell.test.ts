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

import { summarise, type Slice } from './Cell';

describe('summarise', () => {
  const slice = (milliseconds: number[], more: Partial<Slice> = {}): Slice => ({
    looks: milliseconds.map(time => ({
      milliseconds: time,
      wireBytes: 1_000 * time,
    })),
    seconds: 10,
    apiServerReads: 30,
    apiServerCpuSeconds: 2,
    backendCpuSeconds: 0.5,
    longestStallMs: milliseconds[0] ?? 0,
    ...more,
  });
  const cell = { arm: 'stock', app: 'small', viewers: 2 };
  const idle = { readsPerSecond: 1, cpuPerSecond: 0.1 };

  it('takes views of all slices together, first ones apart, and what API servers do anyway off', () => {
    const slices = [slice([9, 1, 2]), slice([3, 4])];
    slices[0].looks[0].first = true;
    expect(summarise(cell, slices, idle)).toEqual({
      ...cell,
      views: 5,
      failed: 0,
      p50: 2,
      p95: 4,
      firstP50: 9,
      wireBytes: 3_000,
      apiServerReads: 8,
      apiServerCpuMs: 400,
      backendCpuMs: 200,
      longestStallMs: 9,
    });
  });

  it('counts failures, and shows less than nothing as nothing', () => {
    const failed = slice([9], { apiServerReads: 1, apiServerCpuSeconds: 0 });
    failed.looks[0].failed = true;
    expect(summarise(cell, [failed], idle)).toMatchObject({
      failed: 1,
      apiServerReads: 0,
      apiServerCpuMs: 0,
    });
    expect(summarise(cell, [], idle).views).toBe(0);
  });
});
