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

import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import {
  commonMemoryUnit,
  formatQuantity,
  type MemoryUnit,
} from '../../format';
import { secondaryText, makeFleetStyles } from '../../tokens';
import { GridTable, type GridColumn } from '../GridTable';
import { FillSwatch } from '../FillBar';
import { LinkButton } from '../Controls';
import { Legend, Section } from '../Section';
import { ClusterRow } from './ClusterRow';
import { useClusterGridStyles } from './clusterGrid';
import { groupByLocation } from './fleetFilter';

const useStyles = makeFleetStyles((theme, tokens) => ({
  scroll: { overflowX: 'auto' },
  location: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    height: 36,
    padding: '0 20px',
    background: tokens.sunken,
    borderTop: `1px solid ${tokens.line}`,
    fontSize: 12,
    color: secondaryText(theme),
    fontVariantNumeric: 'tabular-nums',
    '& b': {
      fontSize: 13,
      fontWeight: 600,
      color: theme.palette.text.primary,
    },
    '& span:last-child': { marginLeft: 'auto' },
  },
  empty: {
    padding: '24px 20px',
    margin: 0,
    fontSize: 13,
    color: secondaryText(theme),
    borderTop: `1px solid ${tokens.line}`,
  },
}));

const LEGEND = [
  { key: 'used', swatch: <FillSwatch fill="used" />, text: 'Used' },
  {
    key: 'held',
    swatch: <FillSwatch fill="held" />,
    text: 'Requested, not used',
  },
  {
    key: 'idle',
    swatch: <FillSwatch fill="idle" />,
    text: 'GPU allocated, idle',
  },
  {
    key: 'unknown',
    swatch: <FillSwatch fill="unknown" />,
    text: 'GPU use unknown',
  },
  { key: 'free', swatch: <FillSwatch fill="free" />, text: 'Free (headroom)' },
];

function columnsOf(unit: MemoryUnit): GridColumn[] {
  return [
    'Cluster',
    'Freshness',
    'Nodes',
    'CPU free, cores',
    `Memory free, ${unit}`,
    'GPUs free',
    'Pods free',
    'Needs attention',
    { unseen: 'Open' },
  ];
}

/** Every cluster by location, with what is free in it. */
export function ClustersTable(props: {
  clusters: ClusterDetails[];
  onShowAll: () => void;
}) {
  const { clusters, onShowAll } = props;
  const classes = useStyles();
  const grid = useClusterGridStyles();
  const unit = commonMemoryUnit(
    clusters.flatMap(({ headroom }) => headroom?.memory.allocatable ?? []),
  );
  return (
    <Section title="Clusters" actions={<Legend items={LEGEND} />}>
      <div className={classes.scroll}>
        <GridTable
          grouped
          label="Clusters"
          columns={columnsOf(unit)}
          grid={grid}
        >
          {groupByLocation(clusters).map(({ location, clusters: items }) => (
            <div role="rowgroup" key={location} aria-label={location}>
              <div role="row" className={classes.location}>
                <b role="rowheader">{location}</b>
                <span role="cell">
                  {formatQuantity(items.length, 'cluster')}
                </span>
                <span role="cell">{freeGpus(items)}</span>
              </div>
              {items.map(cluster => (
                <ClusterRow key={cluster.name} cluster={cluster} unit={unit} />
              ))}
            </div>
          ))}
        </GridTable>
        {clusters.length === 0 && (
          <p className={classes.empty}>
            No cluster that you may see matches.{' '}
            <LinkButton onClick={onShowAll}>Show all clusters</LinkButton>
          </p>
        )}
      </div>
    </Section>
  );
}

function freeGpus(clusters: ClusterDetails[]): string {
  const total = clusters.reduce((sum, { gpus }) => sum + (gpus?.total ?? 0), 0);
  const free = clusters.reduce((sum, { gpus }) => sum + (gpus?.free ?? 0), 0);
  return total === 0 ? 'No GPUs' : `${formatQuantity(free, 'GPU')} free`;
}
