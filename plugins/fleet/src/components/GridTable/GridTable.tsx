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

import type { ReactNode } from 'react';

/** A column by its title, or by what readers call one that has none in view. */
export type GridColumn = string | { unseen: string };

/** Props of {@link GridTable}. */
export interface GridTableProps {
  label: string;
  columns: GridColumn[];
  /** From `createGridStyles`. */
  grid: { container: string; header: string };
  /** Row groups, for tables that group; else rows. */
  grouped?: boolean;
  children: ReactNode;
}

/** A table of grid rows under one header, with the roles of a table. */
export function GridTable(props: GridTableProps) {
  const { label, columns, grid, grouped, children } = props;
  return (
    <div role="table" aria-label={label} className={grid.container}>
      <div role="rowgroup">
        <div role="row" className={grid.header}>
          {columns.map(column =>
            typeof column === 'string' ? (
              <span role="columnheader" key={column}>
                {column}
              </span>
            ) : (
              <span
                role="columnheader"
                key={column.unseen}
                aria-label={column.unseen}
              />
            ),
          )}
        </div>
      </div>
      {grouped ? children : <div role="rowgroup">{children}</div>}
    </div>
  );
}
