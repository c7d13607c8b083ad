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

import type { CreateCSSProperties } from '@material-ui/core/styles/withStyles';
import { makeFleetStyles, secondaryText } from '../../tokens';

/** How wide the columns are, and which are left out. */
export interface GridLayout {
  /** As in `grid-template-columns`, without those left out. */
  columns: string;
  /** Left out, counted from 1. */
  without?: number[];
  /** Padding of a cell. */
  cell: string;
}

/** Rows as cards without a header. */
export interface GridCards {
  /** Up to this width in pixels. */
  upTo: number;
  columns: string;
  /** Whether the first cell, which opens or chooses the row, stands before the others. */
  opener?: boolean;
  /** Left out, counted from 1. */
  without?: number[];
}

/** The columns that the header and the rows of a table share, at each width. */
export interface GridShape {
  /** Pixels; a row grows with its content. */
  rowHeight: number;
  /** Padding of a row. */
  row?: string;
  wide: GridLayout;
  /** Up to a width of the table in pixels, the widest first. */
  narrower: Array<GridLayout & { upTo: number }>;
  cards?: GridCards;
  /** Columns of numbers that are compared, counted from 1. */
  numeric?: number[];
  /** Whether the last column ends at the right edge. */
  lastAtEnd?: boolean;
}

/**
 * Styles of a table whose header and rows are grids of the same columns.
 *
 * Widths are those of the table and not of the window: beside it may stand a sidebar, a plan, or nothing.
 */
export function createGridStyles(shape: GridShape) {
  const { wide, narrower, cards } = shape;
  return makeFleetStyles((theme, tokens) => {
    const columns: CreateCSSProperties = {
      display: 'grid',
      alignItems: 'center',
      padding: shape.row,
      borderTop: `1px solid ${tokens.line}`,
      ...layoutOf(wide),
      ...(shape.numeric && {
        [nth(shape.numeric)]: { textAlign: 'right' },
      }),
      ...(shape.lastAtEnd && { '& > :last-child': { textAlign: 'right' } }),
      ...Object.fromEntries(
        narrower.map(layout => [
          between(cards?.upTo, layout.upTo),
          layoutOf(layout),
        ]),
      ),
    };
    return {
      container: { containerType: 'inline-size' },
      row: {
        ...columns,
        minHeight: shape.rowHeight,
        fontSize: 13,
        lineHeight: '20px',
        ...(cards && {
          [between(undefined, cards.upTo)]: {
            ...cardOf(cards),
            // The header is gone, so numbers carry the names of their columns.
            '& > [data-column]::before': {
              content: 'attr(data-column)',
              display: 'block',
              flexBasis: '100%',
              fontSize: 12,
              lineHeight: '16px',
              color: secondaryText(theme),
            },
          },
        }),
      },
      header: {
        ...columns,
        minHeight: 36,
        fontSize: 12,
        lineHeight: '16px',
        fontWeight: 500,
        color: secondaryText(theme),
        background: tokens.sunken,
        ...(cards && {
          [between(undefined, cards.upTo)]: { display: 'none' },
        }),
      },
      /** What takes the place of the columns that are left out. */
      joined: {
        display: 'none',
        ...Object.fromEntries(
          narrower
            .filter(({ without }) => without)
            .map(({ upTo }) => [
              between(cards?.upTo, upTo),
              { display: 'block' },
            ]),
        ),
      },
      /** What there is room for only where the table is wide. */
      wideOnly: {
        ...(narrower[0] && {
          [between(undefined, narrower[0].upTo)]: { display: 'none' },
        }),
      },
      /** Of a row that is opened. */
      open: { background: tokens.sunken },
      /** Of a row that is chosen. */
      chosen: { background: tokens.selected },
      /** Of a row that shows its last known values. */
      lastKnown: {
        color: secondaryText(theme),
        background: `repeating-linear-gradient(135deg, transparent 0 8px, ${tokens.sunken} 8px 16px)`,
      },
    };
  });
}

/** A condition on the width of the table: above one width, up to another. */
function between(above: number | undefined, upTo: number): string {
  const atLeast = above === undefined ? '' : `(min-width: ${above + 1}px) and `;
  return `@container ${atLeast}(max-width: ${upTo}.95px)`;
}

function layoutOf({ columns, without, cell }: GridLayout): CreateCSSProperties {
  return {
    gridTemplateColumns: columns,
    '& > *': { minWidth: 0, padding: cell },
    ...(without && { [nth(without)]: { display: 'none' } }),
  };
}

function cardOf({ columns, opener, without }: GridCards): CreateCSSProperties {
  const others = columns.split(' ').length - 1;
  return {
    gridTemplateColumns: columns,
    rowGap: 8,
    padding: '12px 8px',
    '& > *': { flexWrap: 'wrap', textAlign: 'left' },
    // The name has a line of its own; what follows fills the columns after the opener.
    ...(opener && {
      '& > :nth-child(2)': { gridColumn: '2 / -1' },
      '& > :nth-child(n+3)': { textAlign: 'left', gridColumn: '2' },
      ...(others > 1 && {
        '& > :nth-child(2n+4)': { gridColumn: '3', textAlign: 'left' },
      }),
    }),
    ...(without && { [nth(without)]: { display: 'none' } }),
  };
}

function nth(columns: number[]): string {
  return columns.map(column => `& > :nth-child(${column})`).join(', ');
}
