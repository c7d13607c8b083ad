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

import { memo, type CSSProperties, type KeyboardEvent } from 'react';
import { FixedSizeList } from 'react-window';
import { makeStyles, type Theme } from '@material-ui/core/styles';
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
import { secondaryText, useFleetTokens, type FleetTokens } from '../../tokens';
import { FillBar } from '../FillBar';
import { InstanceSquare, type SquareKind } from '../InstanceSquares';
import { StateIcon } from '../StateIcon';
import { MONO } from '../ViewState';

const ROW_HEIGHT = 36;
const MAX_ROWS = 8;
/** An instance above this share of its memory limit may be killed soon. */
const HIGH_SHARE = 0.85;

const COLUMNS =
  '28px 132px minmax(0, 1.8fr) 100px 76px 104px minmax(60px, .8fr) 60px';

const SQUARES: Record<InstanceState, SquareKind> = {
  ready: 'ready',
  starting: 'starting',
  failing: 'failing',
  'not-placed': 'not-placed',
  completed: 'last-known',
};

const useStyles = makeStyles((theme: Theme) => {
  const row = {
    display: 'grid',
    alignItems: 'center',
    gridTemplateColumns: COLUMNS,
    '& > *': { padding: '0 6px', minWidth: 0 },
    '& > :first-child': { paddingLeft: 12 },
    '& > :last-child': { paddingRight: 16, textAlign: 'right' as const },
    [theme.breakpoints.down(1025)]: {
      gridTemplateColumns: '28px 1fr 1.5fr 104px 64px',
      '& > :nth-child(5), & > :nth-child(6), & > :nth-child(7)': {
        display: 'none',
      },
    },
  };
  return {
    header: {
      ...row,
      height: 32,
      fontSize: 12,
      fontWeight: 500,
      color: secondaryText(theme),
      background: ({ sunken }: FleetTokens) => sunken,
    },
    row: {
      ...row,
      fontSize: 13,
      lineHeight: '20px',
      cursor: 'pointer',
      borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
      boxSizing: 'border-box',
      '&:hover': { background: ({ hover }: FleetTokens) => hover },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
    selected: {
      '&&': { background: ({ selected }: FleetTokens) => selected },
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
  };
});

interface InstanceRowProps {
  index: number;
  style: CSSProperties;
  data: {
    instances: Instance[];
    selected?: string;
    onSelect: (instance: Instance) => void;
  };
}

const InstanceRow = memo((props: InstanceRowProps) => {
  const { index, style, data } = props;
  const instance = data.instances[index];
  const classes = useStyles(useFleetTokens());
  const { tone } = useFleetTokens();
  const now = useNow();
  const selected = data.selected === instance.name;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      data.onSelect(instance);
    }
  };
  const failing = instance.state === 'failing';
  return (
    <div
      role="row"
      tabIndex={0}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`${classes.row} ${selected ? classes.selected : ''}`}
      style={style}
      onClick={() => data.onSelect(instance)}
      onKeyDown={onKeyDown}
    >
      <span role="gridcell">
        <InstanceSquare kind={SQUARES[instance.state]} />
      </span>
      <span
        role="gridcell"
        className={`${classes.mono} ${classes.cut}`}
        title={`${instance.namespace}/${instance.name}`}
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

/** Props of {@link InstancesList}. */
export interface InstancesListProps {
  instances: Instance[];
  selected?: Instance;
  onSelect: (instance: Instance) => void;
}

/** Rows of instances, drawn only where one looks, so that 5,000 scroll smoothly. */
export function InstancesList(props: InstancesListProps) {
  const { instances, selected, onSelect } = props;
  const classes = useStyles(useFleetTokens());
  return (
    <div
      role="grid"
      aria-label="Instances"
      aria-rowcount={instances.length + 1}
    >
      <div role="row" className={classes.header} aria-rowindex={1}>
        <span role="columnheader" aria-label="Readiness" />
        <span role="columnheader">Name</span>
        <span role="columnheader">State</span>
        <span role="columnheader">Restarts</span>
        <span role="columnheader">CPU, cores</span>
        <span role="columnheader">Memory, GiB</span>
        <span role="columnheader">Node</span>
        <span role="columnheader">Age</span>
      </div>
      <FixedSizeList
        height={ROW_HEIGHT * Math.min(MAX_ROWS, instances.length)}
        width="100%"
        itemCount={instances.length}
        itemSize={ROW_HEIGHT}
        itemData={{ instances, selected: selected?.name, onSelect }}
        itemKey={index =>
          `${instances[index].namespace}/${instances[index].name}`
        }
        overscanCount={6}
        innerElementType={RowGroup}
      >
        {InstanceRow}
      </FixedSizeList>
    </div>
  );
}

function RowGroup(props: { style: CSSProperties }) {
  return <div role="rowgroup" {...props} />;
}

function Meter(props: {
  name: string;
  value?: number;
  limit?: number;
  text: string;
}) {
  const { name, value, limit, text } = props;
  const classes = useStyles(useFleetTokens());
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
