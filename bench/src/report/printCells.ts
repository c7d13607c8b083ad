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

const COLUMNS: Array<[string, (row: CellResult) => string]> = [
  ['arm', row => row.arm],
  ['app', row => row.app],
  ['viewers', row => String(row.viewers)],
  [
    'views',
    row => `${row.views}${row.failed ? ` (${row.failed} failed)` : ''}`,
  ],
  ['p50 ms', row => row.p50.toFixed(1)],
  ['p95 ms', row => row.p95.toFixed(1)],
  ['first p50 ms', row => row.firstP50.toFixed(1)],
  ['kB', row => (row.wireBytes / 1_000).toFixed(1)],
  ['reads/view', row => row.apiServerReads.toFixed(2)],
  ['API CPU ms', row => row.apiServerCpuMs.toFixed(1)],
  ['backend CPU ms', row => row.backendCpuMs.toFixed(1)],
  ['stall ms', row => row.longestStallMs.toFixed(0)],
];

/** A table for people. */
export function printCells(rows: CellResult[]): void {
  const table = [
    COLUMNS.map(([title]) => title),
    ...rows.map(row => COLUMNS.map(([, text]) => text(row))),
  ];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...table.map(line => line[column].length)),
  );
  for (const line of table) {
    const cells = line.map((text, column) => text.padEnd(widths[column]));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}
