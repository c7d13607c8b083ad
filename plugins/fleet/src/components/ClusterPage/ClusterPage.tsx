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
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type {
  AppAttention,
  ClusterDetails,
} from '@slipway/backstage-plugin-fleet-common';
import { formatEntityName, formatQuantity } from '../../format';
import { useFleet } from '../../hooks';
import { useFleetLinks } from '../../routes';
import {
  secondaryText,
  HEALTH_STATE_LOOKS,
  useFleetTokens,
  type FleetTokens,
} from '../../tokens';
import { ClusterBanner } from '../FleetPage/ClusterBanner';
import { GpusByNode } from '../FleetPage/GpusByNode';
import { FreshnessChip } from '../FreshnessChip';
import { Label, Section } from '../Section';
import { StateIcon } from '../StateIcon';
import { ConnectionStrip, DeniedNotice, ViewState } from '../ViewState';
import { ClusterFigures } from './ClusterFigures';
import { KindsTable } from './KindsTable';
import { NodePoolsTable } from './NodePoolsTable';

const useStyles = makeStyles((theme: Theme) => ({
  root: {
    padding: '0 20px 40px',
    color: theme.palette.text.primary,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: 16,
  },
  titleRow: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
  },
  title: {
    margin: 0,
    fontSize: 24,
    lineHeight: '32px',
    fontWeight: 650,
    letterSpacing: '-.015em',
  },
  quiet: { color: secondaryText(theme), fontSize: 13 },
  back: { marginLeft: 'auto', fontSize: 13 },
  columns: {
    display: 'grid',
    gap: 16,
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    [theme.breakpoints.down(1025)]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  apps: { margin: 0, padding: 0, listStyle: 'none' },
  app: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.4fr) auto',
    gap: 12,
    alignItems: 'center',
    padding: '8px 20px',
    minHeight: 44,
    fontSize: 13,
    lineHeight: '18px',
    borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
  },
  attention: { display: 'flex', gap: 8, alignItems: 'flex-start' },
  none: {
    margin: 0,
    padding: '8px 20px 20px',
    fontSize: 13,
    color: secondaryText(theme),
  },
}));

/** A cluster: headroom, the apps on it, the kinds that are watched, GPUs by node. */
export function ClusterPage(props: { name: string }) {
  const { name } = props;
  const fleet = useFleet();
  const classes = useStyles(useFleetTokens());
  return (
    <div className={classes.root}>
      <ConnectionStrip live={fleet} />
      {fleet.value === undefined ? (
        <Section label={name}>
          <ViewState
            live={fleet}
            what="this cluster"
            permission="fleet.cluster.read"
          >
            {() => null}
          </ViewState>
        </Section>
      ) : (
        <ClusterContent
          name={name}
          cluster={fleet.value.clusters.find(item => item.name === name)}
        />
      )}
    </div>
  );
}

function ClusterContent(props: { name: string; cluster?: ClusterDetails }) {
  const { name, cluster } = props;
  const classes = useStyles(useFleetTokens());
  const links = useFleetLinks();
  const back = (
    <Link to={links.fleet() ?? '..'} className={classes.back}>
      Back to Fleet
    </Link>
  );
  if (!cluster) {
    return (
      <Section label={name}>
        <DeniedNotice
          title="You may not see this cluster, or it does not exist"
          permission="fleet.cluster.read"
          actions={back}
        />
      </Section>
    );
  }
  const { freshness, location, group, version } = cluster;
  return (
    <>
      <div className={classes.titleRow}>
        <h1 className={classes.title}>{cluster.title ?? name}</h1>
        <Label>{group}</Label>
        <FreshnessChip freshness={freshness} />
        <span className={classes.quiet}>
          location {location}
          {version && ` · Kubernetes ${version}`}
          {!cluster.writable && ' · you may read, not change'}
        </span>
        {back}
      </div>
      {freshness.state !== 'live' && <ClusterBanner cluster={cluster} />}
      <ClusterFigures cluster={cluster} />
      {cluster.nodePools && (
        <NodePoolsTable
          pools={cluster.nodePools}
          faded={
            freshness.state !== 'live' && freshness.state !== 'catching-up'
          }
        />
      )}
      <div className={classes.columns}>
        <AppsOnCluster cluster={cluster} />
        <KindsTable kinds={cluster.kinds} />
      </div>
      <GpusByNode clusters={[cluster]} />
    </>
  );
}

function AppsOnCluster(props: { cluster: ClusterDetails }) {
  const { apps, attention, name } = props.cluster;
  const classes = useStyles(useFleetTokens());
  const inNeed = new Map(attention.map(item => [item.entityRef, item]));
  const sorted = [...apps].sort(
    (a, b) =>
      Number(inNeed.has(b)) - Number(inNeed.has(a)) || a.localeCompare(b),
  );
  return (
    <Section title="Apps" note={formatQuantity(apps.length, 'app')}>
      {apps.length === 0 ? (
        <p className={classes.none}>No app that you may see runs on {name}.</p>
      ) : (
        <ul className={classes.apps}>
          {sorted.map(entityRef => (
            <AppItem
              key={entityRef}
              entityRef={entityRef}
              attention={inNeed.get(entityRef)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function AppItem(props: { entityRef: string; attention?: AppAttention }) {
  const { entityRef, attention } = props;
  const classes = useStyles(useFleetTokens());
  const links = useFleetLinks();
  const look = attention && HEALTH_STATE_LOOKS[attention.state];
  return (
    <li className={classes.app}>
      <EntityRefLink entityRef={entityRef} defaultKind="component">
        {formatEntityName(entityRef)}
      </EntityRefLink>
      <span className={classes.attention}>
        {look && attention && (
          <>
            <StateIcon icon={look.icon} tone={look.tone} />
            {attention.message}
          </>
        )}
      </span>
      <Link
        to={links.appClusters(entityRef)}
        aria-label={`Clusters of ${formatEntityName(entityRef)}`}
      >
        Clusters
      </Link>
    </li>
  );
}
