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
import Schedule from '@material-ui/icons/Schedule';
import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import { secondaryText } from '../../tokens';
import { formatAgo, formatGpuProduct, formatQuantity } from '../../format';
import { useNow } from '../../hooks';
import { ActionButton, Segments } from '../Controls';
import { FillSwatch } from '../FillBar';
import {
  describeProducts,
  GpuHeatMap,
  GpuNodeMap,
  MAX_NODES_WITH_GPUS,
  type HeatMapMode,
} from '../GpuHeatMap';
import { Legend, Section } from '../Section';
import { StateIcon } from '../StateIcon';
import { FitsRightNow } from './FitsRightNow';
import { sumFleet } from './fleetFilter';
import { GpuTable } from './GpuTable';
import { ownersOf, OwnerSwatch } from './gpuOwners';

const useStyles = makeStyles((theme: Theme) => ({
  note: {
    margin: '-8px 0 0',
    padding: '0 20px 16px',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
  content: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 24,
    padding: '4px 20px 20px',
    alignItems: 'flex-start',
  },
  maps: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 24,
    flex: '0 1 auto',
    minWidth: 0,
    maxWidth: '100%',
  },
  scroll: { display: 'flex', gap: 4, maxWidth: '100%', minWidth: 0 },
  map: { overflowX: 'auto', padding: 3, margin: -3, minWidth: 0 },
  rows: {
    marginTop: 48,
    fontSize: 11,
    lineHeight: '18px',
    width: 12,
    textAlign: 'right',
    color: secondaryText(theme),
    fontVariantNumeric: 'tabular-nums',
    '& span': { display: 'block' },
  },
  heading: {
    height: 40,
    marginBottom: 8,
    whiteSpace: 'nowrap',
    '& h3': { margin: 0, fontSize: 13, lineHeight: '20px', fontWeight: 600 },
    '& span': {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      fontSize: 12,
      lineHeight: '16px',
      color: secondaryText(theme),
    },
  },
}));

const MODES: Array<{ value: HeatMapMode; text: string }> = [
  { value: 'state', text: 'State' },
  { value: 'utilization', text: 'Utilisation' },
  { value: 'owner', text: 'Owner' },
];

/** Every GPU of the fleet: columns are nodes, rows are GPUs. */
export function GpusByNode(props: { clusters: ClusterDetails[] }) {
  const clusters = props.clusters
    .filter(({ gpuNodes }) => gpuNodes.length > 0)
    .sort((a, b) => b.gpuNodes.length - a.gpuNodes.length);
  const classes = useStyles();
  const [mode, setMode] = useState<HeatMapMode>('state');
  const [asTable, setAsTable] = useState(false);
  const { gpus } = sumFleet(clusters);
  const nodes = clusters.reduce(
    (sum, { gpuNodes }) => sum + gpuNodes.length,
    0,
  );
  if (clusters.length === 0) {
    return null;
  }
  return (
    <Section
      title="GPUs by node"
      note={`${formatQuantity(gpus.total, 'GPU')} on ${formatQuantity(
        nodes,
        'node',
      )}`}
      actions={
        <>
          <Legend items={legendOf(mode, clusters)} />
          <Segments
            label="Colour GPUs by"
            value={mode}
            onChange={setMode}
            options={MODES}
          />
          <ActionButton
            small
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            Show as table
          </ActionButton>
        </>
      }
    >
      <p className={classes.note}>
        Columns are nodes, rows are GPU 0 to 7. Idle: below 5 % for 30 min.
        Unknown: no metrics reach Slipway, so it does not guess.
      </p>
      {asTable ? (
        <GpuTable clusters={clusters} />
      ) : (
        <div className={classes.content}>
          <div className={classes.maps}>
            {clusters.map((cluster, index) => (
              <ClusterGpus
                key={cluster.name}
                cluster={cluster}
                mode={mode}
                numbered={index === 0}
              />
            ))}
          </div>
          <FitsRightNow clusters={props.clusters} />
        </div>
      )}
    </Section>
  );
}

function ClusterGpus(props: {
  cluster: ClusterDetails;
  mode: HeatMapMode;
  numbered: boolean;
}) {
  const { cluster, mode, numbered } = props;
  const { name, gpuNodes, freshness } = cluster;
  const classes = useStyles();
  const now = useNow();
  const many = gpuNodes.length > MAX_NODES_WITH_GPUS;
  const faded = freshness.state !== 'live' && freshness.state !== 'catching-up';
  const height = Math.max(...gpuNodes.map(({ gpus }) => gpus.length));
  const Map = many ? GpuNodeMap : GpuHeatMap;
  return (
    <div className={classes.scroll}>
      {numbered && !many && (
        <div className={classes.rows} aria-hidden>
          {Array.from({ length: height }, (_gpu, index) => (
            <span key={index}>{index}</span>
          ))}
        </div>
      )}
      <div style={{ minWidth: 0 }}>
        <div className={classes.heading}>
          <h3>{name}</h3>
          <span>
            {faded && freshness.asOf ? (
              <>
                <StateIcon icon={Schedule} tone="warn" size={12} />
                as of {formatAgo(freshness.asOf, now)}
              </>
            ) : (
              `${describeProducts(gpuNodes, formatGpuProduct)} · ${
                numbered
                  ? formatQuantity(gpuNodes.length, 'node')
                  : gpuNodes.length
              }`
            )}
          </span>
        </div>
        <div className={classes.map}>
          <Map cluster={name} nodes={gpuNodes} mode={mode} faded={faded} />
        </div>
      </div>
    </div>
  );
}

function legendOf(mode: HeatMapMode, clusters: ClusterDetails[]) {
  const { gpus } = sumFleet(clusters);
  const free = {
    key: 'free',
    swatch: <FillSwatch fill="free" shape="cell" />,
    text: `Free ${gpus.free}`,
  };
  const unknown = {
    key: 'unknown',
    swatch: <FillSwatch fill="unknown" shape="cell" />,
    text: `Unknown ${gpus.unknown}`,
  };
  switch (mode) {
    case 'state':
      return [
        free,
        {
          key: 'busy',
          swatch: <FillSwatch fill="used" shape="cell" />,
          text: `Allocated, busy ${gpus.busy}`,
        },
        {
          key: 'idle',
          swatch: <FillSwatch fill="idle" shape="cell" />,
          text: `Allocated, idle ${gpus.idle}`,
        },
        unknown,
      ];
    case 'utilization':
      return [
        free,
        {
          key: 'used',
          swatch: <FillSwatch fill="used" shape="cell" />,
          text: 'Filled by utilisation',
        },
        unknown,
      ];
    default:
      return [
        free,
        ...ownersOf(clusters).map(({ owner, count }) => ({
          key: owner,
          swatch: <OwnerSwatch owner={owner} />,
          text: `${owner} ${count}`,
        })),
      ];
  }
}
