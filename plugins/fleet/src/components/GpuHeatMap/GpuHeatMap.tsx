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

import { useRef, useState, type KeyboardEvent } from 'react';
import Paper from '@material-ui/core/Paper';
import Popper from '@material-ui/core/Popper';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { GpuNode } from '@slipway/backstage-plugin-fleet-common';
import { describeGpu, GpuTooltip } from './GpuTooltip';
import { toGpuRows, type GpuCell, type HeatMapMode } from './gpuCells';
import { useCellPaint } from './useCellPaint';
import { secondaryText } from '../../tokens';

const CELL = 16;
const GAP = 2;
/** Every so many nodes carry a number. */
const NUMBERED_NODE = 4;

const useStyles = makeStyles((theme: Theme) => ({
  row: { display: 'flex', gap: GAP, marginBottom: GAP },
  cell: {
    width: CELL,
    height: CELL,
    borderRadius: 3,
    flex: 'none',
    '&:hover, &:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 1,
    },
  },
  faded: { opacity: 0.5 },
  numbers: {
    display: 'flex',
    gap: GAP,
    marginTop: 2,
    fontSize: 11,
    lineHeight: '16px',
    color: secondaryText(theme),
    fontVariantNumeric: 'tabular-nums',
    '& span': { width: CELL, textAlign: 'center', whiteSpace: 'nowrap' },
  },
  tooltip: {
    width: 280,
    padding: '12px 14px',
    borderRadius: 6,
    fontSize: 12,
    lineHeight: '16px',
    background: theme.palette.type === 'dark' ? '#E9EDF2' : '#1B222C',
    color: theme.palette.type === 'dark' ? '#161B22' : '#F2F4F7',
    boxShadow: '0 8px 24px rgba(10, 16, 26, .28)',
  },
  popper: { zIndex: theme.zIndex.tooltip, pointerEvents: 'none' },
}));

/** Props of {@link GpuHeatMap}. */
export interface GpuHeatMapProps {
  cluster: string;
  nodes: GpuNode[];
  mode: HeatMapMode;
  faded?: boolean;
}

interface Position {
  row: number;
  column: number;
}

/** GPUs of a cluster: columns are nodes, rows are GPUs. One tab stop; arrows move, Esc closes the tooltip. */
export function GpuHeatMap(props: GpuHeatMapProps) {
  const { cluster, nodes, mode, faded } = props;
  const classes = useStyles();
  const paint = useCellPaint(mode);
  const rows = toGpuRows(nodes);
  const grid = useRef<HTMLDivElement>(null);
  const [tabStop, setTabStop] = useState<Position>({ row: 0, column: 0 });
  const [shown, setShown] = useState<{ cell: GpuCell; anchor: HTMLElement }>();

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') {
      setShown(undefined);
      return;
    }
    const next = move(tabStop, event.key, rows);
    if (next) {
      event.preventDefault();
      setTabStop(next);
      grid.current
        ?.querySelector<HTMLElement>(`[data-cell="${next.row}-${next.column}"]`)
        ?.focus();
    }
  };

  return (
    <div onMouseLeave={() => setShown(undefined)}>
      <div
        ref={grid}
        role="grid"
        // The cells take the focus; the grid itself is no tab stop.
        tabIndex={-1}
        aria-label={`GPUs of ${cluster} by node`}
        className={faded ? classes.faded : undefined}
        onKeyDown={onKeyDown}
        onBlur={() => setShown(undefined)}
      >
        {rows.map((cells, row) => (
          <div role="row" className={classes.row} key={row}>
            {cells.map((cell, column) =>
              cell ? (
                <div
                  key={cell.node.name}
                  role="gridcell"
                  data-cell={`${row}-${column}`}
                  tabIndex={
                    row === tabStop.row && column === tabStop.column ? 0 : -1
                  }
                  aria-label={describeGpu(cell)}
                  className={classes.cell}
                  style={paint(cell.gpu)}
                  onMouseEnter={event =>
                    setShown({ cell, anchor: event.currentTarget })
                  }
                  onFocus={event => {
                    setTabStop({ row, column });
                    setShown({ cell, anchor: event.currentTarget });
                  }}
                />
              ) : (
                <div key={column} role="gridcell" className={classes.cell} />
              ),
            )}
          </div>
        ))}
      </div>
      <NodeNumbers count={nodes.length} />
      <Popper
        open={shown !== undefined}
        anchorEl={shown?.anchor}
        placement="bottom-start"
        className={classes.popper}
        modifiers={{ offset: { offset: '-14, 8' } }}
      >
        <Paper className={classes.tooltip}>
          {shown && <GpuTooltip cluster={cluster} cell={shown.cell} />}
        </Paper>
      </Popper>
    </div>
  );
}

function NodeNumbers(props: { count: number }) {
  const classes = useStyles();
  return (
    <div className={classes.numbers} aria-hidden>
      {Array.from({ length: props.count }, (_node, index) => {
        const number = index + 1;
        const numbered = number === 1 || number % NUMBERED_NODE === 0;
        return <span key={number}>{numbered ? number : ''}</span>;
      })}
    </div>
  );
}

function move(
  from: Position,
  key: string,
  rows: Array<Array<GpuCell | undefined>>,
): Position | undefined {
  const steps: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const step = steps[key];
  const next = step && {
    row: from.row + step[0],
    column: from.column + step[1],
  };
  return next && rows[next.row]?.[next.column] ? next : undefined;
}
