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

import { useId } from 'react';
import { Link } from '@backstage/core-components';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import ChevronRight from '@material-ui/icons/ChevronRight';
import ExpandMore from '@material-ui/icons/ExpandMore';
import type { AppClusterStatus } from '@slipway/backstage-plugin-fleet-common';
import {
  formatCount,
  formatDigest,
  formatGpuProduct,
  formatQuantity,
  formatRate,
  formatVersion,
} from '../../format';
import { useFleetLinks } from '../../routes';
import { secondaryText, useFleetTokens } from '../../tokens';
import { FreshnessChip } from '../FreshnessChip';
import { InstanceSquares } from '../InstanceSquares';
import { ReplicaOwnerLabel } from '../ReplicaOwnerLabel';
import { Label } from '../Section';
import { Sparkline } from '../Sparkline';
import { StateSentence } from '../StateSentence';
import { MONO } from '../ViewState';
import { AppClusterDetails } from './AppClusterDetails';
import { useAppGridStyles } from './appGrid';
import { isLastKnown, type KnownStatus } from './appTotals';

const useStyles = makeStyles((theme: Theme) => ({
  opener: {
    padding: 4,
    color: 'inherit',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
  },
  name: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    marginBottom: 4,
    fontSize: 14,
    fontWeight: 600,
  },
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  mono: { fontFamily: MONO, fontFeatureSettings: "'liga' 0" },
  strong: { fontWeight: 500 },
  instances: { display: 'flex', gap: 8, alignItems: 'center' },
  numbers: {
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    minWidth: 52,
    fontSize: 14,
    color: secondaryText(theme),
    '& b': { fontWeight: 600, color: theme.palette.text.primary },
  },
  numeric: { fontVariantNumeric: 'tabular-nums' },
  load: {
    display: 'inline-flex',
    gap: 8,
    alignItems: 'center',
    justifyContent: 'flex-end',
  },
  joined: { display: 'flex', gap: 8, marginTop: 4, fontSize: 12 },
}));

/** Props of {@link AppClusterRow}. */
export interface AppClusterRowProps {
  entityRef: string;
  item: AppClusterStatus;
  open: boolean;
  onToggle: () => void;
}

/** An app in one cluster. */
export function AppClusterRow(props: AppClusterRowProps) {
  const { entityRef, item, open, onToggle } = props;
  const { cluster, group, freshness, status } = item;
  const classes = useStyles();
  const grid = useAppGridStyles();
  const links = useFleetLinks();
  const detailsId = useId();
  const href = links.cluster(cluster);
  const className = [
    grid.row,
    open && grid.open,
    isLastKnown(item) && freshness.state !== 'stale' && grid.lastKnown,
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <div role="rowgroup">
      <div role="row" className={className}>
        <div role="cell">
          <IconButton
            className={classes.opener}
            aria-label={`${open ? 'Close' : 'Open'} ${cluster}`}
            aria-expanded={open}
            aria-controls={open ? detailsId : undefined}
            onClick={onToggle}
          >
            {open ? (
              <ExpandMore style={{ fontSize: 20 }} />
            ) : (
              <ChevronRight style={{ fontSize: 20 }} />
            )}
          </IconButton>
        </div>
        <div role="rowheader">
          <span className={classes.name}>
            {href ? <Link to={href}>{cluster}</Link> : cluster}
            <Label>{group}</Label>
          </span>
          {/* The state column says since when nothing answers. */}
          <FreshnessChip
            freshness={freshness}
            short={freshness.state === 'unreachable'}
          />
        </div>
        {status ? (
          <StatusCells item={item} status={status} />
        ) : (
          <UnknownCells item={item} />
        )}
      </div>
      {open && (
        <div role="row" id={detailsId}>
          <div role="cell">
            <AppClusterDetails entityRef={entityRef} item={item} />
          </div>
        </div>
      )}
    </div>
  );
}

function StatusCells(props: { item: AppClusterStatus; status: KnownStatus }) {
  const { item, status } = props;
  const { freshness } = item;
  const classes = useStyles();
  const grid = useAppGridStyles();
  const { tone } = useFleetTokens();
  const lastKnown = freshness.state === 'unreachable';
  const faded = freshness.state === 'stale';
  const failing = status.instances.failing > 0 && !lastKnown;
  const { load } = status;
  return (
    <>
      <div role="cell" data-column="Version">
        <VersionCell status={status} />
      </div>
      <div
        role="cell"
        data-column="Ready / desired"
        className={classes.instances}
      >
        <span className={classes.numbers}>
          <b style={failing ? { color: tone.error.text } : undefined}>
            {formatCount(status.ready)}
            {freshness.state === 'catching-up' && '+'}
          </b>{' '}
          / {formatCount(status.desired)}
        </span>
        <span style={{ flex: 1, minWidth: 0 }}>
          <InstanceSquares
            counts={status.instances}
            lastKnown={lastKnown}
            faded={faded}
          />
        </span>
      </div>
      <div role="cell">
        <StateSentence health={status.health} freshness={freshness} />
        <span className={grid.joined}>
          <span className={classes.joined}>
            <ReplicaOwnerLabel owner={status.replicasSetBy} />
            <span>{formatQuantity(status.restarts, 'restart')}</span>
          </span>
        </span>
      </div>
      <div role="cell" data-column="Replicas set by">
        <ReplicaOwnerLabel owner={status.replicasSetBy} />
      </div>
      <div role="cell" data-column="GPUs">
        <GpuCell status={status} />
      </div>
      <div role="cell" data-column="Restarts" className={classes.numeric}>
        <span
          style={
            status.restartsLastHour > 0
              ? { color: tone.error.text, fontWeight: 600 }
              : undefined
          }
        >
          {formatCount(status.restarts)}
        </span>
        {status.restartsLastHour > 0 && (
          <span className={classes.second}>
            {formatCount(status.restartsLastHour)} in 1 h
          </span>
        )}
      </div>
      <div
        role="cell"
        data-column="Requests/s, 1 h"
        className={classes.numeric}
      >
        {load ? (
          <span className={classes.load}>
            {formatRate(load.requestsPerSecond)}
            <span className={grid.wideOnly}>
              <Sparkline
                series={load.series}
                label={`Requests a second in ${item.cluster} over the last hour`}
                faded={lastKnown}
              />
            </span>
          </span>
        ) : (
          <span className={classes.second}>Unknown</span>
        )}
      </div>
    </>
  );
}

function UnknownCells(props: { item: AppClusterStatus }) {
  const classes = useStyles();
  const unknown = <span className={classes.second}>Unknown</span>;
  return (
    <>
      <div role="cell">{unknown}</div>
      <div role="cell">{unknown}</div>
      <div role="cell">
        <StateSentence freshness={props.item.freshness} />
      </div>
      <div role="cell">{unknown}</div>
      <div role="cell">{unknown}</div>
      <div role="cell">{unknown}</div>
      <div role="cell">{unknown}</div>
    </>
  );
}

function VersionCell(props: { status: KnownStatus }) {
  const { versions } = props.status;
  const classes = useStyles();
  const [first, ...others] = versions;
  if (!first) {
    return <span className={classes.second}>Unknown</span>;
  }
  const title = versions
    .map(
      ({ image, digest, instances }) =>
        `${instances} × ${image}${digest ? ` ${digest}` : ''}`,
    )
    .join('\n');
  return (
    <Tooltip title={<span style={{ whiteSpace: 'pre-line' }}>{title}</span>}>
      <span style={{ display: 'block', minWidth: 0 }}>
        <span className={classes.strong}>{formatVersion(first)}</span>
        {others.length > 0 ? (
          <span className={classes.second}>
            {others
              .map(other => `${formatVersion(other)} on ${other.instances}`)
              .join(', ')}
          </span>
        ) : (
          <span className={`${classes.second} ${classes.mono}`}>
            {first.tag && first.digest ? formatDigest(first.digest) : ''}
          </span>
        )}
      </span>
    </Tooltip>
  );
}

function GpuCell(props: { status: KnownStatus }) {
  const { gpus } = props.status;
  const classes = useStyles();
  if (!gpus || gpus.requested === 0) {
    return <span className={classes.second}>None</span>;
  }
  const products = Object.keys(gpus.products).map(formatGpuProduct);
  const parts = [
    gpus.busy > 0 && `${gpus.busy} busy`,
    gpus.idle > 0 && `${gpus.idle} idle`,
    gpus.unknown > 0 &&
      (gpus.unknown === gpus.allocated
        ? 'use unknown'
        : `${gpus.unknown} unknown`),
    gpus.allocated < gpus.requested &&
      `${gpus.requested - gpus.allocated} not placed`,
  ];
  return (
    <>
      <b>{formatCount(gpus.allocated)}</b>
      {products.length > 0 && ` × ${products.join(', ')}`}
      <span className={classes.second}>{parts.filter(Boolean).join(', ')}</span>
    </>
  );
}
