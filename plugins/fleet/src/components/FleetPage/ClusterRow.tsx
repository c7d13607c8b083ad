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
import { makeStyles, type Theme } from '@material-ui/core/styles';
import ChevronRight from '@material-ui/icons/ChevronRight';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import {
  formatClock,
  formatCores,
  formatCount,
  formatMemoryIn,
  formatQuantity,
  type MemoryUnit,
} from '../../format';
import { useNow } from '../../hooks';
import { useFleetLinks } from '../../routes';
import { secondaryText, useFleetTokens } from '../../tokens';
import { FreshnessChip } from '../FreshnessChip';
import { GpuHeadroomBar, HeadroomBar } from '../HeadroomBar';
import { Label } from '../Section';
import { StateIcon } from '../StateIcon';
import { useClusterGridStyles } from './clusterGrid';

const useStyles = makeStyles((theme: Theme) => ({
  name: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: 8,
    minWidth: 0,
  },
  link: { fontSize: 14, fontWeight: 600, whiteSpace: 'nowrap' },
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    marginTop: 2,
    color: secondaryText(theme),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  asOf: { marginLeft: 24 },
  joined: { whiteSpace: 'normal' },
  none: { color: secondaryText(theme) },
  attention: { display: 'flex', gap: 6, alignItems: 'flex-start' },
  attentionText: { minWidth: 0 },
  open: {
    display: 'grid',
    placeItems: 'center',
    width: 28,
    height: 28,
    color: secondaryText(theme),
  },
  nodes: { fontVariantNumeric: 'tabular-nums' },
}));

/** A cluster on the Fleet page. */
export function ClusterRow(props: {
  cluster: ClusterDetails;
  /** All clusters say their memory in the same unit. */
  unit: MemoryUnit;
}) {
  const { cluster, unit } = props;
  const { name, title, group, version, freshness, headroom, gpus } = cluster;
  const classes = useStyles();
  const grid = useClusterGridStyles();
  const links = useFleetLinks();
  const now = useNow();
  const faded = freshness.state !== 'live' && freshness.state !== 'catching-up';
  const href = links.cluster(name) ?? '';
  return (
    <div role="row" className={grid.row}>
      <div role="rowheader">
        <span className={classes.name}>
          <Link to={href} className={classes.link}>
            {title ?? name}
          </Link>
          <Label>{group}</Label>
        </span>
        <span className={classes.second}>
          {version ? `Kubernetes ${version}` : 'Version unknown'}
        </span>
        <span className={grid.joined}>
          <span className={`${classes.second} ${classes.joined}`}>
            {formatCount(cluster.nodes.ready)} of{' '}
            {formatQuantity(cluster.nodes.total, 'node')},{' '}
            {formatQuantity(cluster.pods.total, 'pod')}
          </span>
        </span>
      </div>
      <div role="cell">
        <FreshnessChip freshness={freshness} />
        {faded && freshness.asOf && (
          <span className={`${classes.second} ${classes.asOf}`}>
            as of {formatClock(freshness.asOf, now)}
          </span>
        )}
      </div>
      <div role="cell" data-column="Nodes" className={classes.nodes}>
        <NodesCell cluster={cluster} />
      </div>
      {headroom ? (
        <HeadroomCells cluster={cluster} unit={unit} faded={faded} />
      ) : (
        <>
          <Unknown />
          <Unknown />
        </>
      )}
      <div role="cell" data-column="GPUs free">
        {gpus && gpus.total > 0 ? (
          <GpuHeadroomBar gpus={gpus} faded={faded} />
        ) : (
          <span className={classes.second}>
            {headroom ? 'No GPUs' : 'Unknown'}
          </span>
        )}
      </div>
      {headroom ? (
        <div role="cell" data-column="Pods free">
          <HeadroomBar name="Pods" headroom={headroom.pods} faded={faded} />
        </div>
      ) : (
        <Unknown />
      )}
      <div role="cell" data-column="Needs attention">
        <AttentionCell cluster={cluster} href={href} />
      </div>
      <div role="cell">
        <Link to={href} className={classes.open} aria-label={`Open ${name}`}>
          <ChevronRight aria-hidden style={{ fontSize: 20 }} />
        </Link>
      </div>
    </div>
  );
}

function Unknown() {
  const classes = useStyles();
  return (
    <div role="cell">
      <span className={classes.second}>Unknown</span>
    </div>
  );
}

function HeadroomCells(props: {
  cluster: ClusterDetails;
  unit: MemoryUnit;
  faded: boolean;
}) {
  const { cluster, unit, faded } = props;
  const { headroom } = cluster;
  if (!headroom) {
    return null;
  }
  return (
    <>
      <div role="cell" data-column="CPU free, cores">
        <HeadroomBar
          name="CPU cores"
          headroom={headroom.cpu}
          format={value => formatCores(Math.floor(value * 10) / 10)}
          faded={faded}
        />
      </div>
      <div role="cell" data-column={`Memory free, ${unit}`}>
        <HeadroomBar
          name={`Memory in ${unit}`}
          headroom={headroom.memory}
          format={value => formatMemoryIn(unit, value, true)}
          faded={faded}
        />
      </div>
    </>
  );
}

function NodesCell(props: { cluster: ClusterDetails }) {
  const { total, ready } = props.cluster.nodes;
  const { tone } = useFleetTokens();
  const classes = useStyles();
  return (
    <>
      <b style={{ fontWeight: 500 }}>{formatCount(ready)}</b>
      <span className={classes.none}> of {formatCount(total)}</span>
      {ready === total ? (
        <span className={classes.second}>all ready</span>
      ) : (
        <span className={classes.second} style={{ color: tone.warn.text }}>
          {formatCount(total - ready)} not ready
        </span>
      )}
    </>
  );
}

function AttentionCell(props: { cluster: ClusterDetails; href: string }) {
  const { attention } = props.cluster;
  const classes = useStyles();
  const links = useFleetLinks();
  if (attention.length === 0) {
    return <span className={classes.none}>None</span>;
  }
  const target =
    attention.length === 1
      ? links.appClusters(attention[0].entityRef)
      : props.href;
  const messages = attention.map(({ message }) => message).join('; ');
  return (
    <span className={classes.attention}>
      <StateIcon icon={ReportProblemOutlined} tone="warn" size={16} />
      <span className={classes.attentionText}>
        <Link to={target}>{formatQuantity(attention.length, 'app')}</Link>
        <span className={classes.second} title={messages}>
          {messages}
        </span>
      </span>
    </span>
  );
}
