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

import { makeStyles, type Theme } from '@material-ui/core/styles';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type {
  GpuCounts,
  ResourceHeadroom,
} from '@slipway/backstage-plugin-fleet-common';
import { formatCount, formatPercent } from '../../format';
import { secondaryText, useFleetTokens } from '../../tokens';
import { FillBar, type FillBarPart } from '../FillBar';
import { StateIcon } from '../StateIcon';

/** Less free than this share is said in words too. */
const LOW_SHARE = 0.1;

const useStyles = makeStyles((theme: Theme) => ({
  numbers: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: '0 4px',
    fontSize: 12,
    lineHeight: '16px',
    fontWeight: 400,
    letterSpacing: 0,
    marginBottom: 6,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    color: secondaryText(theme),
    '& b': { color: theme.palette.text.primary, fontWeight: 600 },
  },
  faded: { '& b': { color: secondaryText(theme) } },
  low: { display: 'inline-flex', alignItems: 'center', gap: 2 },
}));

/** Props of {@link HeadroomBar}. */
export interface HeadroomBarProps {
  /** What it is about, for readers: `CPU`. */
  name: string;
  headroom: ResourceHeadroom;
  format?: (value: number) => string;
  /** The unit, behind the total. */
  suffix?: string;
  /** The data is not live. */
  faded?: boolean;
  /** Only the bar, where the number stands beside it. */
  bare?: boolean;
}

/** What is free of a resource, in front of what there is. */
export function HeadroomBar(props: HeadroomBarProps) {
  const { name, headroom, format = formatCount, suffix, faded, bare } = props;
  const { allocatable, requested, free } = headroom;
  const share = (value: number) =>
    formatPercent(allocatable > 0 ? value / allocatable : 0);
  // Nobody measures pods apart from counting them, so where `used` is missing what is requested is what is known.
  const used = headroom.used ?? requested;
  const label = [
    `${name}: ${format(free)} of ${format(allocatable)} free`,
    headroom.used !== undefined && `used ${share(used)}`,
    `requested ${share(requested)}`,
  ]
    .filter(Boolean)
    .join(', ');
  const bar = (
    <FillBar
      label={label}
      total={allocatable}
      faded={faded}
      mark={used > requested ? requested : undefined}
      parts={[
        { fill: 'used', value: used },
        { fill: 'held', value: Math.max(0, requested - used) },
      ]}
    />
  );
  return bare ? (
    bar
  ) : (
    <>
      <HeadroomNumbers
        free={free}
        total={allocatable}
        format={format}
        suffix={suffix}
        faded={faded}
      />
      {bar}
    </>
  );
}

/** Props of {@link GpuHeadroomBar}. */
export interface GpuHeadroomBarProps {
  gpus: GpuCounts;
  faded?: boolean;
  bare?: boolean;
}

/** The GPUs of a cluster by use; free ones first in words. */
export function GpuHeadroomBar(props: GpuHeadroomBarProps) {
  const { gpus, faded, bare } = props;
  const parts: FillBarPart[] = [
    { fill: 'used', value: gpus.busy },
    { fill: 'idle', value: gpus.idle },
    { fill: 'unknown', value: gpus.unknown },
  ];
  const bar = (
    <FillBar
      label={`GPUs: ${gpus.free} of ${gpus.total} free, ${gpus.busy} busy, ${gpus.idle} idle, ${gpus.unknown} unknown`}
      total={gpus.total}
      faded={faded}
      parts={parts}
    />
  );
  return bare ? (
    bar
  ) : (
    <>
      <HeadroomNumbers
        free={gpus.free}
        total={gpus.total}
        format={formatCount}
        faded={faded}
        neverLow
      />
      {bar}
    </>
  );
}

function HeadroomNumbers(props: {
  free: number;
  total: number;
  format: (value: number) => string;
  suffix?: string;
  faded?: boolean;
  /** A full GPU pool is what one wants; it is not a warning. */
  neverLow?: boolean;
}) {
  const { free, total, format, suffix, faded, neverLow } = props;
  const classes = useStyles();
  const { tone } = useFleetTokens();
  const low = !neverLow && isLow(free, total);
  return (
    <div className={`${classes.numbers} ${faded ? classes.faded : ''}`}>
      <span>
        <b>{format(free)}</b> of {format(total)}
        {suffix && `\u00a0${suffix}`}
      </span>
      {low && (
        <span className={classes.low} style={{ color: tone.warn.text }}>
          <StateIcon icon={ReportProblemOutlined} tone="warn" size={12} />
          low
        </span>
      )}
    </div>
  );
}

/** @returns whether so little is free that it is worth a word */
export function isLow(free: number, total: number): boolean {
  return total > 0 && free / total < LOW_SHARE;
}
