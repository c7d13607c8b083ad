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

import ErrorOutline from '@material-ui/icons/ErrorOutline';
import Schedule from '@material-ui/icons/Schedule';
import Autorenew from '@material-ui/icons/Autorenew';
import type { ReactNode } from 'react';
import type { AppStatus } from '@slipway/backstage-plugin-fleet-common';
import {
  formatAgo,
  formatCount,
  formatRate,
  formatVersion,
} from '../../format';
import { useNow } from '../../hooks';
import { Figure, FigureStrip } from '../Figure';
import { FillBar, type FillBarPart } from '../FillBar';
import { FreshnessCounts } from '../FreshnessChip';
import { Section } from '../Section';
import { Sparkline } from '../Sparkline';
import { StateIcon } from '../StateIcon';
import { isLastKnown, sumApp, type AppTotals } from './appTotals';

/** An app over the fleet in a few figures. */
export function AppSummaryStrip(props: { status: AppStatus }) {
  const { clusters } = props.status;
  const totals = sumApp(clusters);
  const staleHint = useAppStaleHint(props.status);
  const { gpus } = totals;
  return (
    <Section label="Summary">
      <FigureStrip>
        <Figure
          name="Instances"
          value={
            <>
              {formatCount(totals.ready)}{' '}
              <small>of {formatCount(totals.desired)} ready</small>
            </>
          }
          detail={<InstanceDetails totals={totals} />}
        />
        <Figure name="Versions" value={<Versions totals={totals} />} />
        {gpus && (
          <Figure
            name="GPUs"
            staleHint={staleHint}
            value={
              <>
                {formatCount(gpus.allocated)} <small>allocated</small>
              </>
            }
            detail={
              gpus.busy + gpus.idle === 0 && gpus.unknown > 0
                ? 'use unknown'
                : `${gpus.busy} busy • ${gpus.idle} idle • ${gpus.unknown} unknown`
            }
          />
        )}
        {totals.requestsPerSecond !== undefined && (
          <Figure
            name="Requests/s"
            staleHint={staleHint}
            value={
              <span
                style={{
                  display: 'inline-flex',
                  gap: 12,
                  alignItems: 'center',
                }}
              >
                {formatRate(totals.requestsPerSecond)}
                <Sparkline
                  series={totals.series}
                  width={92}
                  label="Requests a second over the last hour"
                />
              </span>
            }
            detail={
              totals.ready > 0
                ? `${formatRate(
                    totals.requestsPerSecond / totals.ready,
                  )} an instance`
                : undefined
            }
          />
        )}
        <Figure
          name="Freshness"
          value={
            <FreshnessCounts
              freshness={clusters.map(({ freshness }) => freshness)}
            />
          }
          detail={<OldestData status={props.status} />}
        />
      </FigureStrip>
    </Section>
  );
}

function InstanceDetails(props: { totals: AppTotals }) {
  const { failing, starting, notPlaced, lastKnown } = props.totals;
  const parts: ReactNode[] = [];
  const add = (count: number, icon: JSX.Element | undefined, text: string) => {
    if (count > 0) {
      parts.push(
        <span
          key={text}
          style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}
        >
          {parts.length > 0 && <span aria-hidden>•</span>}
          {icon}
          {formatCount(count)} {text}
        </span>,
      );
    }
  };
  add(
    failing,
    <StateIcon icon={ErrorOutline} tone="error" size={12} />,
    'failing',
  );
  add(
    starting,
    <StateIcon icon={Autorenew} tone="info" size={12} />,
    'starting',
  );
  add(notPlaced, undefined, 'not placed');
  add(
    lastKnown,
    <StateIcon icon={Schedule} tone="warn" size={12} />,
    'last known',
  );
  return <>{parts.length > 0 ? parts : 'all ready'}</>;
}

function Versions(props: { totals: AppTotals }) {
  const { versions } = props.totals;
  const total = versions.reduce((sum, { instances }) => sum + instances, 0);
  const parts: FillBarPart[] = versions.map(({ instances }, index) => ({
    fill: index === 0 ? 'used' : 'held',
    value: instances,
  }));
  if (versions.length === 0) {
    return <small>Unknown</small>;
  }
  return (
    <>
      <span style={{ fontSize: 14, lineHeight: '28px', letterSpacing: 0 }}>
        {versions.slice(0, 3).map((version, index) => (
          <span key={formatVersion(version)}>
            {index > 0 && ' • '}
            {formatVersion(version)}{' '}
            <small>{formatCount(version.instances)}</small>
          </span>
        ))}
        {versions.length > 3 && <small> and {versions.length - 3} more</small>}
      </span>
      <FillBar
        parts={parts}
        total={total}
        label={versions
          .map(version => `${formatVersion(version)}: ${version.instances}`)
          .join(', ')}
      />
    </>
  );
}

function OldestData(props: { status: AppStatus }) {
  const now = useNow();
  const times = props.status.clusters.flatMap(
    ({ freshness }) => freshness.asOf ?? [],
  );
  if (times.length === 0) {
    return <>Nothing was read yet</>;
  }
  const oldest = times.reduce((a, b) => (a < b ? a : b));
  return <>Oldest data: {formatAgo(oldest, now)}</>;
}

/** Which parts of a sum are not live, and how old they are. */
export function useAppStaleHint(status: AppStatus): string | undefined {
  const now = useNow();
  const old = status.clusters.filter(isLastKnown);
  return old.length === 0
    ? undefined
    : `${old
        .map(({ cluster, freshness }) =>
          freshness.asOf
            ? `${cluster}: as of ${formatAgo(freshness.asOf, now)}`
            : `${cluster}: not known`,
        )
        .join('; ')}.`;
}
