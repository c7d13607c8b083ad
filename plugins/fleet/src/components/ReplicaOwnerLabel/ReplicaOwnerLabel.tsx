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

import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import Timeline from '@material-ui/icons/Timeline';
import TrendingUp from '@material-ui/icons/TrendingUp';
import type { ReplicaOwner } from '@slipway/backstage-plugin-fleet-common';
import { Label } from '../Section';
import { secondaryText, useFleetTokens } from '../../tokens';

const useStyles = makeStyles((theme: Theme) => ({
  person: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 6,
    fontSize: 13,
    minWidth: 0,
    maxWidth: '100%',
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  initials: {
    display: 'inline-grid',
    placeItems: 'center',
    width: 20,
    height: 20,
    borderRadius: 10,
    flex: 'none',
    fontSize: 10,
    fontWeight: 600,
    color: secondaryText(theme),
  },
}));

/** Who decides the number of replicas: an autoscaler, a Rollout, or who set it last. */
export function ReplicaOwnerLabel(props: { owner?: ReplicaOwner }) {
  const { owner } = props;
  const classes = useStyles();
  const tokens = useFleetTokens();
  if (!owner) {
    return <span>–</span>;
  }
  if (owner.kind === 'hpa') {
    return (
      <Tooltip title={`Autoscaler ${owner.name}`}>
        <Label icon={<TrendingUp style={{ fontSize: 14 }} />}>
          {`HPA ${owner.min ?? 1}–${owner.max ?? '?'}`}
        </Label>
      </Tooltip>
    );
  }
  if (owner.kind === 'rollout') {
    return (
      <Tooltip title={`Rollout ${owner.name}`}>
        <Label icon={<Timeline style={{ fontSize: 14 }} />}>Rollout</Label>
      </Tooltip>
    );
  }
  return (
    <Tooltip title={`${owner.name} set the number of replicas`}>
      <span className={classes.person}>
        <span
          aria-hidden
          className={classes.initials}
          style={{
            background: tokens.tone.muted.tint,
            border: `1px solid ${tokens.controlLine}`,
          }}
        >
          {initialsOf(owner.name)}
        </span>
        <span className={classes.name}>{owner.name}</span>
      </span>
    </Tooltip>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map(word => word.charAt(0).toLocaleUpperCase('en-US'))
    .join('');
}
