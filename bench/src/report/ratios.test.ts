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

import { ratiosOf } from './ratios';

describe('ratiosOf', () => {
  const row = (arm: string, viewers: number, p95: number) => ({
    arm,
    app: 'small',
    viewers,
    views: 1,
    failed: 0,
    p50: p95 / 2,
    p95,
    firstP50: p95,
    wireBytes: 1,
    apiServerReads: arm === 'stock' ? 45 : 0,
    apiServerCpuMs: p95,
    backendCpuMs: 1,
    longestStallMs: 1,
  });

  it('compares arms for the same app and viewers', () => {
    const rows = [
      row('stock', 1, 200),
      row('slipway', 1, 10),
      row('slipway', 50, 20),
    ];
    expect(ratiosOf(rows, 'stock', 'slipway')).toEqual([
      {
        app: 'small',
        viewers: 1,
        of: 'stock',
        to: 'slipway',
        p50: 20,
        p95: 20,
        apiServerReads: Infinity,
        apiServerCpu: 20,
      },
    ]);
  });
});
