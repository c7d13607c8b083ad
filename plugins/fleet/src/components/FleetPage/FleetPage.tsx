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

import { useState } from 'react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import DnsOutlined from '@material-ui/icons/DnsOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type { FleetSummary } from '@slipway/backstage-plugin-fleet-common';
import { secondaryText } from '../../tokens';
import { formatQuantity } from '../../format';
import { useFleet } from '../../hooks';
import { ActionButton, SearchField, SelectField } from '../Controls';
import { Section } from '../Section';
import { ConnectionStrip, Notice, ViewState } from '../ViewState';
import { ClusterBanner } from './ClusterBanner';
import { ClustersTable } from './ClustersTable';
import {
  EVERY_CLUSTER,
  filterClusters,
  needsAttention,
  type FleetFilter,
} from './fleetFilter';
import { FleetSummaryStrip } from './FleetSummaryStrip';
import { GpusByNode } from './GpusByNode';

const useStyles = makeStyles((theme: Theme) => ({
  root: { padding: '0 20px 40px', color: theme.palette.text.primary },
  stack: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 16 },
  titleRow: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '8px 16px',
    padding: '0 0 16px',
  },
  title: {
    margin: 0,
    fontSize: 24,
    lineHeight: '32px',
    fontWeight: 650,
    letterSpacing: '-.015em',
  },
  subtitle: { color: secondaryText(theme), fontSize: 14 },
  controls: {
    marginLeft: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px 16px',
  },
  count: { fontWeight: 400, color: secondaryText(theme) },
}));

/** Every cluster: health, freshness, headroom, GPUs. */
export function FleetPage() {
  const fleet = useFleet();
  const classes = useStyles();
  const [filter, setFilter] = useState<FleetFilter>(EVERY_CLUSTER);
  return (
    <div className={classes.root}>
      <div className={classes.titleRow}>
        <h1 className={classes.title}>Fleet</h1>
        {fleet.value && (
          <>
            <span className={classes.subtitle}>{describe(fleet.value)}</span>
            <FleetControls
              summary={fleet.value}
              filter={filter}
              onChange={setFilter}
            />
          </>
        )}
      </div>
      <div className={classes.stack}>
        <ConnectionStrip live={fleet} />
        {fleet.value ? (
          <FleetContent
            summary={fleet.value}
            filter={filter}
            onFilter={setFilter}
          />
        ) : (
          <Section
            title={fleet.state === 'loading' ? 'Clusters' : undefined}
            label="Fleet"
          >
            <ViewState
              live={fleet}
              what="the fleet"
              permission="fleet.cluster.read"
              denied={{ title: 'You may not see the fleet' }}
            >
              {() => null}
            </ViewState>
          </Section>
        )}
      </div>
    </div>
  );
}

function FleetContent(props: {
  summary: FleetSummary;
  filter: FleetFilter;
  onFilter: (filter: FleetFilter) => void;
}) {
  const { summary, filter, onFilter } = props;
  if (summary.clusters.length === 0) {
    return (
      <Section label="Fleet">
        <Notice icon={DnsOutlined} tone="muted" title="No cluster yet">
          No cluster that you may see is configured. Clusters come from{' '}
          <code>kubernetes.clusterLocatorMethods</code> of the app
          configuration.
        </Notice>
      </Section>
    );
  }
  const clusters = filterClusters(summary.clusters, filter);
  return (
    <>
      {clusters
        .filter(({ freshness }) => freshness.state !== 'live')
        .map(cluster => (
          <ClusterBanner key={cluster.name} cluster={cluster} />
        ))}
      <FleetSummaryStrip
        summary={{ ...summary, clusters }}
        onShowAttention={() => onFilter({ ...filter, needsAttention: true })}
      />
      <ClustersTable
        clusters={clusters}
        onShowAll={() => onFilter(EVERY_CLUSTER)}
      />
      <GpusByNode clusters={clusters} />
    </>
  );
}

function FleetControls(props: {
  summary: FleetSummary;
  filter: FleetFilter;
  onChange: (filter: FleetFilter) => void;
}) {
  const { summary, filter, onChange } = props;
  const { clusters } = summary;
  const classes = useStyles();
  const attention = clusters.filter(needsAttention).length;
  return (
    <div className={classes.controls} role="search" aria-label="Fleet">
      <SearchField
        label="Filter clusters"
        value={filter.text}
        onChange={text => onChange({ ...filter, text })}
      />
      <SelectField
        label="Location"
        value={filter.location}
        onChange={location => onChange({ ...filter, location })}
        options={optionsOf(clusters.map(({ location }) => location))}
      />
      <SelectField
        label="Group"
        value={filter.group}
        onChange={group => onChange({ ...filter, group })}
        options={optionsOf(clusters.map(({ group }) => group))}
      />
      <ActionButton
        aria-pressed={filter.needsAttention}
        startIcon={<ReportProblemOutlined style={{ fontSize: 16 }} />}
        onClick={() =>
          onChange({ ...filter, needsAttention: !filter.needsAttention })
        }
      >
        <span>
          Needs attention <span className={classes.count}>{attention}</span>
        </span>
      </ActionButton>
    </div>
  );
}

function optionsOf(values: string[]): Array<{ value: string; text: string }> {
  return [
    { value: '', text: 'All' },
    ...[...new Set(values)].sort().map(value => ({ value, text: value })),
  ];
}

function describe({ clusters }: FleetSummary): string {
  const locations = new Set(clusters.map(({ location }) => location)).size;
  return `${formatQuantity(clusters.length, 'cluster')} in ${formatQuantity(
    locations,
    'location',
  )}`;
}
