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

import { useLayoutEffect, type RefObject } from 'react';
import useMediaQuery from '@material-ui/core/useMediaQuery';

/** Width of a field that stands beside the others, in pixels. */
const WIDTH = 416;
/** Below this window there is no room for two columns. */
const ROOM = '(min-width: 1281px)';
const OWN_PROPERTIES = [
  'display',
  'align-items',
  'grid-template-columns',
  'grid-template-rows',
  'grid-column',
  'grid-row',
];
const CELL = '[class*="MuiGrid-item"]';

/**
 * Puts a field beside those before it where the window is wide.
 *
 * A form lays its fields out one under the other, and a template cannot choose another layout in the new frontend system;
 * so the box around its cells is made a grid of two columns. Where a form has no such cells, the field stays under the
 * others.
 */
export function useBeside(
  field: RefObject<HTMLElement>,
  wanted: boolean,
): void {
  const room = useMediaQuery(ROOM, { noSsr: true });
  useLayoutEffect(() => {
    const cell = field.current?.closest<HTMLElement>(CELL);
    const box = cell?.parentElement;
    if (!wanted || !room || !cell || !box || box.children.length < 2) {
      return undefined;
    }
    const others = [...box.children].filter(
      (child): child is HTMLElement =>
        child instanceof HTMLElement && child !== cell,
    );
    const rows = Math.max(0, others.length - 1);
    Object.assign(box.style, {
      display: 'grid',
      alignItems: 'start',
      gridTemplateColumns: `minmax(0, 1fr) ${WIDTH}px`,
      // What the field is taller than the others goes under the last of them.
      gridTemplateRows: `repeat(${rows}, auto) 1fr`,
    });
    Object.assign(cell.style, {
      gridColumn: '2',
      gridRow: `1 / span ${others.length}`,
    });
    for (const other of others) {
      other.style.gridColumn = '1';
    }
    return () => {
      for (const element of [box, cell, ...others]) {
        for (const property of OWN_PROPERTIES) {
          element.style.removeProperty(property);
        }
      }
    };
  }, [field, wanted, room]);
}
