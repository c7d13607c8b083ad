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

import { memo, type CSSProperties } from 'react';

import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type {
  Instance,
  InstanceState,
} from '@slipway/backstage-plugin-fleet-common';
import {
  formatAge,
  formatAgo,
  formatCores,
  formatMemoryIn,
  shortInstanceName,
} from '../../format';
import { useNow } from '../../hooks';
import { secondaryText, useFleetTokens, makeFleetStyles } from '../../tokens';
import { FillBar } from '../FillBar';
import { InstanceSquare, type SquareKind } from '../InstanceSquares';
import { StateIcon } from '../StateIcon';
import { MONO } from '../ViewState';
import { useInstanceGridStyles } from './instanceGrid';

/** An instance above this share of its memory limit may be killed soon. */
const HIGH_SHARE = 0.85;

const SQUARES: Record<InstanceState, SquareKind> = {
  ready: 'ready',
  starting: 'starting',
  failing: 'failing',
  'not-placed': 'not-placed',
  completed: 'last-known',
};

const useStyles = makeFleetStyles((theme, tokens) => ({
  row: {
    cursor: 'pointer',
    boxSizing: 'border-box',
    '&:hover': { background: tokens.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  selected: {
    '&&': { background: tokens.selected },
    boxShadow: `inset 2px 0 ${theme.palette.primary.main}`,
  },
  cut: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  mono: { fontFamily: MONO, fontSize: 12, fontFeatureSettings: "'liga' 0" },
  second: {
    fontSize: 12,
    color: secondaryText(theme),
    marginLeft: 4,
  },
  meter: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    gap: 8,
    alignItems: 'center',
    fontVariantNumeric: 'tabular-nums',
  },
  high: { display: 'inline-flex', alignItems: 'center', gap: 4 },
  number: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
}));

/** What all rows of a list share. */
export interface InstanceRowData {
  instances: Instance[];
  selected?: string;
  /** The row that the keyboard is at; the only tab stop of the list. */
  current: number;
  onSelect: (index: number) => void;
}

/** What tells an instance from the others of its app in a cluster. */
export function keyOf({ namespace, name }: Instance): string {
  return `${namespace}/${name}`;
}

/** Props of {@link InstanceRow}. */
export interface InstanceRowProps {
  index: number;
  style: CSSProperties;
  data: InstanceRowData;
}

/** One instance. */
export const InstanceRow = memo((props: InstanceRowProps) => {
  const { index, style, data } = props;
  const instance = data.instances[index];
  const classes = useStyles();
  const grid = useInstanceGridStyles();
  const { tone } = useFleetTokens();
  const now = useNow();
  const selected = data.selected === keyOf(instance);
  const failing = instance.state === 'failing';
  return (
    // The grid around the rows has the keys.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      tabIndex={index === data.current ? 0 : -1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`${grid.row} ${classes.row} ${
        selected ? classes.selected : ''
      }`}
      style={style}
      onClick={() => data.onSelect(index)}
    >
      <span role="gridcell">
        <InstanceSquare kind={SQUARES[instance.state]} />
      </span>
      <span
        role="gridcell"
        className={`${classes.mono} ${classes.cut}`}
        title={keyOf(instance)}
      >
        {shortInstanceName(instance.name)}
      </span>
      <span
        role="gridcell"
        className={classes.cut}
        style={failing ? { color: tone.error.text } : undefined}
        title={instance.message}
      >
        {instance.message}
      </span>
      <span role="gridcell" className={classes.number}>
        {instance.restarts}
        {instance.lastRestartAt && (
          <span className={classes.second}>
            {formatAgo(instance.lastRestartAt, now)}
          </span>
        )}
      </span>
      <span role="gridcell">
        <Meter
          name="CPU"
          value={instance.cpu}
          limit={sumLimits(instance, 'cpuLimit')}
          text={instance.cpu !== undefined ? formatCores(instance.cpu) : '–'}
        />
      </span>
      <span role="gridcell">
        <Meter
          name="Memory"
          value={instance.memory}
          limit={sumLimits(instance, 'memoryLimit')}
          text={
            instance.memory !== undefined
              ? formatMemoryIn('GiB', instance.memory, true)
              : '–'
          }
        />
      </span>
      <span
        role="gridcell"
        className={`${classes.mono} ${classes.cut}`}
        title={instance.node}
      >
        {instance.node ?? '–'}
      </span>
      <span role="gridcell" className={classes.number}>
        {formatAge(now - Date.parse(instance.createdAt))}
      </span>
    </div>
  );
});

function Meter(props: {
  name: string;
  value?: number;
  limit?: number;
  text: string;
}) {
  const { name, value, limit, text } = props;
  const classes = useStyles();
  const { fill, tone } = useFleetTokens();
  if (value === undefined || !limit) {
    return <span className={classes.number}>{text}</span>;
  }
  const high = value / limit > HIGH_SHARE;
  return (
    <span className={classes.meter}>
      <FillBar
        height={6}
        total={limit}
        parts={[{ color: high ? fill.idle : fill.used, value }]}
        label={`${name}: ${Math.round((value / limit) * 100)} % of its limit`}
      />
      <span
        className={classes.high}
        style={high ? { color: tone.warn.text } : undefined}
      >
        {text}
        {high && (
          <StateIcon icon={ReportProblemOutlined} tone="warn" size={12} />
        )}
      </span>
    </span>
  );
}

function sumLimits(
  instance: Instance,
  key: 'cpuLimit' | 'memoryLimit',
): number | undefined {
  const limits = instance.containers.map(container => container[key]);
  // One container without a limit leaves the whole instance without one.
  return limits.some(limit => limit === undefined)
    ? undefined
    : limits.reduce<number>((sum, limit) => sum + (limit ?? 0), 0);
}
