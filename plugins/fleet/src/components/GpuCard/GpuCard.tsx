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

import { lazy, Suspense, useState } from 'react';
import { Link } from '@backstage/core-components';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';

import HelpOutline from '@material-ui/icons/HelpOutline';
import type {
  AppClusterStatus,
  AppStatus,
  GpuSeries,
} from '@slipway/backstage-plugin-fleet-common';
import {
  formatCount,
  formatGpuProduct,
  formatList,
  formatPercent,
  formatQuantity,
} from '../../format';
import { useApp, useGpuSeries, type GpuSeriesRange } from '../../hooks';
import { useFleetLinks } from '../../routes';
import { secondaryText, makeFleetStyles } from '../../tokens';
import { sumApp, useAppStaleHint } from '../ClustersTab';
import { Segments } from '../Controls';
import { Figure, FigureStrip } from '../Figure';
import { FillBar, FillSwatch } from '../FillBar';
import { StateIcon } from '../StateIcon';
import { Loading, ViewState } from '../ViewState';

/** The chart library is large; who has no GPU card open does not load it. */
const GpuChart = lazy(() =>
  import('./GpuChart').then(module => ({ default: module.GpuChart })),
);

const useStyles = makeFleetStyles((theme, tokens) => ({
  title: { fontSize: 16, lineHeight: '24px' },
  note: {
    fontSize: 13,
    fontWeight: 400,
    marginLeft: 12,
    color: secondaryText(theme),
  },
  open: { fontSize: 13, whiteSpace: 'nowrap' },
  figures: { margin: '0 -20px' },
  none: { margin: 0, fontSize: 13, color: secondaryText(theme) },
  unknown: {
    display: 'flex',
    gap: 8,
    padding: '12px 0',
    fontSize: 13,
    lineHeight: '20px',
    color: secondaryText(theme),
    borderTop: `1px solid ${tokens.line}`,
  },
  chartHeader: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    paddingTop: 12,
    marginBottom: 8,
    borderTop: `1px solid ${tokens.line}`,
    fontSize: 12,
    color: secondaryText(theme),
    '& h4': {
      margin: 0,
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 600,
      color: theme.palette.text.primary,
    },
    '& > :last-child': { marginLeft: 'auto' },
  },
  chart: { height: 148 },
}));

const RANGES: Array<{ value: GpuSeriesRange; text: string }> = [
  { value: '1h', text: '1 h' },
  { value: '24h', text: '24 h' },
  { value: '7d', text: '7 d' },
];

/**
 * The GPUs that an app holds, and how much it uses them. Nothing for an app without GPUs, and nothing before it is known
 * to have some; whether it could be read is said by the Status card.
 *
 * @public
 */
export function GpuCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const app = useApp(entityRef);
  const classes = useStyles();
  const links = useFleetLinks();
  const fleet = links.fleet();
  const gpus = app.value && sumApp(app.value.clusters).gpus;
  if (!app.value || !gpus || gpus.requested === 0) {
    return null;
  }
  return (
    <EntityInfoCard
      title={
        <span className={classes.title}>
          GPUs
          <span className={classes.note}>{productsOf(app.value)}</span>
        </span>
      }
      headerActions={
        fleet && (
          <Link to={fleet} className={classes.open}>
            Open in Fleet
          </Link>
        )
      }
    >
      <GpuContent status={app.value} gpus={gpus} />
    </EntityInfoCard>
  );
}

type AppGpus = NonNullable<ReturnType<typeof sumApp>['gpus']>;

function GpuContent(props: { status: AppStatus; gpus: AppGpus }) {
  const { status, gpus } = props;
  const classes = useStyles();
  const staleHint = useAppStaleHint(status);
  const { requested, allocated, busy, idle, unknown } = gpus;
  const unmeasured = unknown === allocated && allocated > 0;
  const where = (count: number, text: string) => (count > 0 ? text : undefined);
  return (
    <>
      <FillBar
        height={12}
        total={Math.max(requested, allocated)}
        label={`${busy} busy, ${idle} idle, ${unknown} unknown of ${requested} requested`}
        parts={[
          { fill: 'used', value: busy },
          { fill: 'idle', value: idle },
          { fill: 'unknown', value: unknown },
        ]}
      />
      <div className={classes.figures}>
        <FigureStrip>
          <Figure
            name="Allocated"
            value={
              <>
                {formatCount(allocated)}{' '}
                <small>of {formatCount(requested)} requested</small>
              </>
            }
          />
          <Figure
            name="Busy"
            nameEnd={<FillSwatch fill="used" />}
            staleHint={staleHint}
            value={unmeasured ? 'Unknown' : formatCount(busy)}
          />
          <Figure
            name="Idle for over 30 min"
            nameEnd={<FillSwatch fill="idle" />}
            value={unmeasured ? 'Unknown' : formatCount(idle)}
            detail={where(
              idle,
              perCluster(status, item => item.idle),
            )}
          />
          <Figure
            name="Unknown"
            nameEnd={<FillSwatch fill="unknown" />}
            value={formatCount(unknown)}
            detail={where(
              unknown,
              `no metrics in ${formatList(clustersWithUnknown(status))}`,
            )}
          />
        </FigureStrip>
      </div>
      {unmeasured ? (
        <div className={classes.unknown}>
          <StateIcon icon={HelpOutline} tone="muted" />
          {formatList(clustersWithUnknown(status))} send no GPU metrics, so use
          is unknown, not idle. Allocation comes from Kubernetes and is right.
        </div>
      ) : (
        <Utilization entityRef={status.entityRef} />
      )}
    </>
  );
}

function Utilization(props: { entityRef: string }) {
  const { entityRef } = props;
  const classes = useStyles();
  const [range, setRange] = useState<GpuSeriesRange>('24h');
  const series = useGpuSeries(entityRef, range);
  const text = RANGES.find(({ value }) => value === range)?.text;
  return (
    <>
      <div className={classes.chartHeader}>
        <h4>Utilisation, {text}</h4>
        {series.value && <span>{describeSeries(series.value)}</span>}
        <Segments
          label="Range"
          value={range}
          onChange={setRange}
          options={RANGES}
        />
      </div>
      <ViewState
        live={series}
        what="the GPU utilisation"
        permission="fleet.app.read"
        rows={3}
      >
        {value =>
          meanOf(value) === undefined ? (
            <p className={classes.none}>
              No GPU of this app reported its utilisation in this range.
            </p>
          ) : (
            <div
              className={classes.chart}
              role="img"
              aria-label={`GPU utilisation over ${text}: ${describeSeries(
                value,
              )}, idle ${formatQuantity(value.idle.length, 'time')}`}
            >
              <Suspense
                fallback={<Loading label="Drawing the chart" rows={2} />}
              >
                <GpuChart series={value} range={range} />
              </Suspense>
            </div>
          )
        }
      </ViewState>
    </>
  );
}

function meanOf({ utilization }: GpuSeries): number | undefined {
  const known = utilization.filter((value): value is number => value !== null);
  return known.length > 0
    ? known.reduce((sum, value) => sum + value, 0) / known.length
    : undefined;
}

function describeSeries(series: GpuSeries): string {
  const mean = meanOf(series);
  return mean === undefined
    ? 'no data'
    : `mean ${formatPercent(mean)} of the ${formatQuantity(
        series.reporting,
        'GPU',
      )} that report${series.reporting === 1 ? 's' : ''}`;
}

function productsOf({ clusters }: AppStatus): string {
  const products = clusters.flatMap(({ status }) =>
    Object.keys(status?.gpus?.products ?? {}),
  );
  return [...new Set(products)].map(formatGpuProduct).join(', ');
}

function perCluster(
  { clusters }: AppStatus,
  pick: (
    gpus: NonNullable<NonNullable<AppClusterStatus['status']>['gpus']>,
  ) => number,
): string {
  return clusters
    .flatMap(({ cluster, status }) => {
      const count = status?.gpus ? pick(status.gpus) : 0;
      return count > 0 ? [`${cluster} ${count}`] : [];
    })
    .join(', ');
}

function clustersWithUnknown({ clusters }: AppStatus): string[] {
  return clusters
    .filter(({ status }) => (status?.gpus?.unknown ?? 0) > 0)
    .map(({ cluster }) => cluster);
}
