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

import type { CellResult } from '../measure/Cell';

/** How many times as much one arm takes as another, for the same app and viewers. */
export interface Ratio {
  app: string;
  viewers: number;
  of: string;
  to: string;
  p50: number;
  p95: number;
  apiServerReads: number;
  apiServerCpu: number;
}

/** All ratios of one arm to another. Where the other needs nothing, the ratio is infinite, which JSON writes as null. */
export function ratiosOf(rows: CellResult[], of: string, to: string): Ratio[] {
  return rows
    .filter(({ arm }) => arm === of)
    .flatMap(one => {
      const other = rows.find(
        ({ arm, app, viewers }) =>
          arm === to && app === one.app && viewers === one.viewers,
      );
      return other
        ? {
            app: one.app,
            viewers: one.viewers,
            of,
            to,
            p50: one.p50 / other.p50,
            p95: one.p95 / other.p95,
            apiServerReads: one.apiServerReads / other.apiServerReads,
            apiServerCpu: one.apiServerCpuMs / other.apiServerCpuMs,
          }
        : [];
    });
}
