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

import { Link } from '@backstage/core-components';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';

import type {
  AppClusterStatus,
  AppStatus,
} from '@slipway/backstage-plugin-fleet-common';
import { formatCount, formatRate, formatVersion } from '../../format';
import { useApp } from '../../hooks';
import { useFleetLinks } from '../../routes';
import {
  secondaryText,
  HEALTH_STATE_LOOKS,
  useFleetTokens,
  makeFleetStyles,
} from '../../tokens';
import { NoWorkload, sumApp, useAppStaleHint } from '../ClustersTab';
import { StaleHint } from '../Figure';
import { FreshnessChip, FreshnessCounts } from '../FreshnessChip';
import { InstanceSquares } from '../InstanceSquares';
import { Label } from '../Section';
import { Sparkline } from '../Sparkline';
import { StateIcon } from '../StateIcon';
import { StateSentence } from '../StateSentence';
import { ViewState } from '../ViewState';
import { describeApp } from './describeApp';

const useStyles = makeFleetStyles((theme, tokens) => ({
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    fontSize: 16,
    lineHeight: '24px',
  },
  open: { fontSize: 13, whiteSpace: 'nowrap' },
  root: { containerType: 'inline-size' },
  summary: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    paddingBottom: 16,
    '& > * + *': {
      paddingLeft: 20,
      marginLeft: 20,
      borderLeft: `1px solid ${tokens.line}`,
    },
    '@container (max-width: 480px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      '& > * + *': { paddingLeft: 0, marginLeft: 0, borderLeft: 0 },
      gap: 8,
    },
  },
  sentence: { display: 'flex', gap: 12, minWidth: 0 },
  headline: { fontSize: 14, lineHeight: '20px', fontWeight: 600 },
  details: {
    fontSize: 13,
    lineHeight: '20px',
    color: secondaryText(theme),
  },
  figureName: {
    display: 'flex',
    gap: 4,
    alignItems: 'center',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
    whiteSpace: 'nowrap',
  },
  figure: {
    display: 'flex',
    gap: 12,
    alignItems: 'center',
    fontSize: 20,
    lineHeight: '28px',
    fontWeight: 600,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    '& small': {
      fontSize: 13,
      fontWeight: 400,
      color: secondaryText(theme),
    },
  },
  rows: { margin: '0 calc(-1 * var(--bui-space-4, 16px)) -8px' },
  row: {
    display: 'grid',
    gridTemplateColumns:
      'minmax(132px, 1.1fr) minmax(96px, 1fr) 64px minmax(52px, .4fr) minmax(100px, 1.4fr) 156px',
    gap: '0 12px',
    alignItems: 'center',
    minHeight: 48,
    padding: '4px 16px',
    borderTop: `1px solid ${tokens.line}`,
    fontSize: 13,
    lineHeight: '20px',
    '@container (max-width: 640px)': {
      gridTemplateColumns: 'minmax(130px, 1fr) 72px 1fr auto',
      '& > :nth-child(2), & > :nth-child(4)': { display: 'none' },
    },
  },
  name: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    minWidth: 0,
    fontWeight: 500,
  },
  numbers: {
    fontVariantNumeric: 'tabular-nums',
    color: secondaryText(theme),
    whiteSpace: 'nowrap',
    '& b': { fontWeight: 600, color: theme.palette.text.primary },
  },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
}));

/**
 * How an app is, in every cluster, live.
 *
 * @public
 */
export function StatusCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const app = useApp(entityRef);
  const classes = useStyles();
  const links = useFleetLinks();
  const clusters = app.value?.clusters ?? [];
  return (
    <EntityInfoCard
      title={
        <span className={classes.title}>
          Status
          <FreshnessCounts
            long
            freshness={clusters.map(({ freshness }) => freshness)}
          />
        </span>
      }
      headerActions={
        <Link to={links.appClusters(entityRef)} className={classes.open}>
          Open Clusters tab
        </Link>
      }
    >
      <ViewState
        live={app}
        what="this app"
        permission="fleet.app.read"
        rows={3}
      >
        {status =>
          status.clusters.length === 0 ? (
            <NoWorkload selector={status.selector} />
          ) : (
            <StatusContent status={status} />
          )
        }
      </ViewState>
    </EntityInfoCard>
  );
}

function StatusContent(props: { status: AppStatus }) {
  const { status } = props;
  const classes = useStyles();
  const totals = sumApp(status.clusters);
  const staleHint = useAppStaleHint(status);
  const { headline, details } = describeApp(status, totals);
  const { icon, tone } = HEALTH_STATE_LOOKS[status.health.state];
  return (
    <div className={classes.root}>
      <div className={classes.summary}>
        <div className={classes.sentence} role="status">
          <StateIcon icon={icon} tone={tone} size={24} />
          <div>
            <div className={classes.headline}>{headline}</div>
            <div className={classes.details}>{details}</div>
          </div>
        </div>
        <div>
          <div className={classes.figureName}>
            Instances ready {staleHint && <StaleHint text={staleHint} />}
          </div>
          <div className={classes.figure}>
            <span>
              {formatCount(totals.ready)}{' '}
              <small>of {formatCount(totals.desired)}</small>
            </span>
          </div>
        </div>
        {totals.requestsPerSecond !== undefined && (
          <div>
            <div className={classes.figureName}>Requests/s</div>
            <div className={classes.figure}>
              {formatRate(totals.requestsPerSecond)}
              <Sparkline
                series={totals.series}
                label="Requests a second over the last hour"
              />
            </div>
          </div>
        )}
      </div>
      <div className={classes.rows} role="table" aria-label="Clusters">
        {status.clusters.map(item => (
          <StatusRow key={item.cluster} item={item} />
        ))}
      </div>
    </div>
  );
}

function StatusRow(props: { item: AppClusterStatus }) {
  const { cluster, group, freshness, status } = props.item;
  const { tone } = useFleetTokens();
  const classes = useStyles();
  const links = useFleetLinks();
  const href = links.cluster(cluster);
  const lastKnown = freshness.state === 'unreachable';
  const failing = (status?.instances.failing ?? 0) > 0 && !lastKnown;
  return (
    <div role="row" className={classes.row}>
      <span role="rowheader" className={classes.name}>
        {href ? <Link to={href}>{cluster}</Link> : cluster}
        <Label>{group}</Label>
      </span>
      <span role="cell">
        {status && (
          <InstanceSquares
            counts={status.instances}
            lastKnown={lastKnown}
            faded={freshness.state === 'stale'}
          />
        )}
      </span>
      <span role="cell" className={classes.numbers}>
        {status ? (
          <>
            <b style={failing ? { color: tone.error.text } : undefined}>
              {formatCount(status.ready)}
            </b>{' '}
            / {formatCount(status.desired)}
          </>
        ) : (
          'Unknown'
        )}
      </span>
      <span role="cell" className={classes.cut}>
        {status?.versions[0] ? formatVersion(status.versions[0]) : '–'}
      </span>
      <span role="cell">
        <StateSentence health={status?.health} freshness={freshness} short />
      </span>
      <span role="cell" style={{ textAlign: 'right' }}>
        <FreshnessChip freshness={freshness} />
      </span>
    </div>
  );
}
