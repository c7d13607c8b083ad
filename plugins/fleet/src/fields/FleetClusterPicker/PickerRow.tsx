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

import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import LockOutlined from '@material-ui/icons/LockOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type {
  ClusterDetails,
  ClusterSlots,
} from '@slipway/backstage-plugin-fleet-common';
import { FreshnessChip } from '../../components/FreshnessChip';
import {
  GpuHeadroomBar,
  HeadroomBar,
  isLow,
} from '../../components/HeadroomBar';
import { StateIcon } from '../../components/StateIcon';
import { CopyButton } from '../../components/Controls';
import {
  formatClock,
  formatCores,
  formatCount,
  formatMemory,
} from '../../format';
import { useNow } from '../../hooks';
import { secondaryText, useFleetTokens } from '../../tokens';
import { InstanceStepper } from './InstanceStepper';
import type { Obstacle } from './obstacle';
import { PICKER_CARDS_UP_TO, usePickerGridStyles } from './pickerGrid';

const useStyles = makeStyles((theme: Theme) => ({
  name: { display: 'block', fontWeight: 600, overflowWrap: 'anywhere' },
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
  below: { marginTop: 4, marginLeft: 8 },
  meter: {
    display: 'grid',
    gridTemplateColumns: '30px minmax(40px, 1fr) 72px',
    gap: 8,
    alignItems: 'center',
    fontSize: 12,
    lineHeight: '20px',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  free: { display: 'inline-flex', alignItems: 'center', gap: 4 },
  slots: { fontSize: 14, fontWeight: 600, fontVariantNumeric: 'tabular-nums' },
  copy: { display: 'block', marginTop: 4 },
  /** The sentence why takes the place of bars, slots and instances. */
  why: {
    gridColumn: '4 / -1 !important',
    display: 'flex !important',
    gap: 8,
    color: secondaryText(theme),
    [`@container (max-width: ${PICKER_CARDS_UP_TO}.95px)`]: {
      gridColumn: '2 !important',
    },
  },
}));

/** Props of {@link PickerRow}. */
export interface PickerRowProps {
  cluster: ClusterDetails;
  slots?: ClusterSlots;
  obstacle?: Obstacle;
  /** How many instances are chosen; undefined where the cluster is not. */
  instances?: number;
  /** Whether their number is chosen. */
  counted: boolean;
  disabled?: boolean;
  onChange: (instances: number | undefined) => void;
}

/** A cluster of the picker. */
export function PickerRow(props: PickerRowProps) {
  const { cluster, slots, obstacle, instances, counted, disabled, onChange } =
    props;
  const { name, location, group, freshness, nodes } = cluster;
  const grid = usePickerGridStyles();
  const classes = useStyles();
  const now = useNow();
  const chosen = instances !== undefined;
  const max = slots?.slots ?? 1;
  // A cluster that was chosen and can no longer be must still be possible to leave.
  const locked = disabled || (!chosen && (obstacle !== undefined || !slots));
  return (
    <div
      role="row"
      className={`${grid.row} ${chosen && !obstacle ? grid.chosen : ''}`}
    >
      <span role="cell">
        <Checkbox
          color="primary"
          size="small"
          checked={chosen}
          disabled={locked}
          inputProps={{ 'aria-label': `Run in ${name}` }}
          onChange={(_event, checked) => onChange(checked ? 1 : undefined)}
        />
      </span>
      <span role="rowheader">
        <span className={classes.name}>{name}</span>
        <span className={classes.second}>
          {location} · {group}
        </span>
      </span>
      <span role="cell">
        <FreshnessChip freshness={freshness} />
        <span className={`${classes.second} ${classes.below}`}>
          {freshness.state !== 'live' && freshness.asOf
            ? `as of ${formatClock(freshness.asOf, now)}`
            : describeNodes(nodes)}
        </span>
      </span>
      {obstacle ? (
        <span role="cell" className={classes.why}>
          <StateIcon
            icon={obstacle.kind === 'read-only' ? LockOutlined : InfoOutlined}
            tone={obstacle.kind === 'read-only' ? 'denied' : 'muted'}
            size={20}
          />
          <span>
            {obstacle.message}
            {obstacle.kind === 'read-only' && (
              <span className={classes.copy}>
                <CopyButton
                  text={`Access request: permission slipway.kubernetes.apply for cluster ${name}`}
                >
                  Copy a request
                </CopyButton>
              </span>
            )}
          </span>
        </span>
      ) : (
        <>
          <span role="cell" data-column="Free now">
            <FreeMeters cluster={cluster} />
          </span>
          <span role="cell" data-column="Slots">
            <span className={classes.slots}>
              {slots ? formatCount(slots.slots) : '–'}
            </span>
            <span className={classes.second}>
              {chosen && slots
                ? `after: ${formatCount(Math.max(0, max - instances))}`
                : slots?.reason}
            </span>
            {chosen && slots?.reason && (
              <span className={classes.second}>{slots.reason}</span>
            )}
          </span>
          <span role="cell">
            {chosen && counted ? (
              <InstanceStepper
                cluster={name}
                value={instances}
                max={max}
                disabled={disabled}
                onChange={onChange}
              />
            ) : (
              <span className={classes.second}>
                {chosen ? 'Chosen' : 'Not chosen'}
              </span>
            )}
          </span>
        </>
      )}
    </div>
  );
}

function FreeMeters(props: { cluster: ClusterDetails }) {
  const { headroom, gpus } = props.cluster;
  const classes = useStyles();
  if (!headroom) {
    return <span className={classes.second}>Unknown</span>;
  }
  const { cpu, memory } = headroom;
  return (
    <>
      <div className={classes.meter}>
        <span>CPU</span>
        <HeadroomBar bare name="CPU cores" headroom={cpu} />
        <Free
          text={formatCores(Math.floor(cpu.free * 10) / 10)}
          low={isLow(cpu.free, cpu.allocatable)}
        />
      </div>
      <div className={classes.meter}>
        <span>Mem</span>
        <HeadroomBar
          bare
          name="Memory"
          headroom={memory}
          format={formatMemory}
        />
        <Free
          text={formatMemory(memory.free)}
          low={isLow(memory.free, memory.allocatable)}
        />
      </div>
      {gpus && gpus.total > 0 && (
        <div className={classes.meter}>
          <span>GPU</span>
          <GpuHeadroomBar bare gpus={gpus} />
          <Free text={formatCount(gpus.free)} low={false} />
        </div>
      )}
    </>
  );
}

function Free(props: { text: string; low: boolean }) {
  const classes = useStyles();
  const { tone } = useFleetTokens();
  return (
    <span
      className={classes.free}
      style={props.low ? { color: tone.warn.text } : undefined}
    >
      {props.text}
      {props.low && (
        <span role="img" aria-label="low" title="Less than 10 % is free">
          <StateIcon icon={ReportProblemOutlined} tone="warn" size={12} />
        </span>
      )}
    </span>
  );
}

function describeNodes(nodes: ClusterDetails['nodes']): string {
  const notReady = nodes.total - nodes.ready;
  if (notReady === 0) {
    return 'healthy';
  }
  return `${formatCount(notReady)} node${notReady === 1 ? '' : 's'} not ready`;
}
