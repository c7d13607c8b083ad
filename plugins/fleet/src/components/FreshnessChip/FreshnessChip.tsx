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
import type { Freshness } from '@slipway/backstage-plugin-fleet-common';
import {
  formatAge,
  formatAgo,
  formatExactTime,
  formatPercent,
  formatUntil,
} from '../../format';
import { useNow } from '../../hooks';
import { CLUSTER_STATE_LOOKS } from '../../tokens';
import { StateChip } from '../StateChip';

/** Props of {@link FreshnessChip}. */
export interface FreshnessChipProps {
  freshness: Freshness;
  /** The word alone, where there is no room for the age. */
  short?: boolean;
}

/** How far a cluster's data can be trusted, and how old it is. */
export function FreshnessChip(props: FreshnessChipProps) {
  const { freshness, short } = props;
  const now = useNow();
  const { word, tone, icon } = CLUSTER_STATE_LOOKS[freshness.state];
  const age = short ? undefined : ageOf(freshness, now);
  return (
    <Tooltip title={<FreshnessDetails freshness={freshness} />}>
      <StateChip tone={tone} icon={icon}>
        {age ? `${word} · ${age}` : word}
      </StateChip>
    </Tooltip>
  );
}

function ageOf(freshness: Freshness, now: number): string | undefined {
  const { state, asOf, since, progress } = freshness;
  switch (state) {
    case 'live':
    case 'stale':
      return asOf && formatAgo(asOf, now);
    case 'catching-up':
      return progress?.expected
        ? formatPercent(Math.min(1, progress.read / progress.expected))
        : undefined;
    case 'unreachable':
      return formatAge(now - Date.parse(since));
    default:
      return undefined;
  }
}

function FreshnessDetails(props: { freshness: Freshness }) {
  const { asOf, since, state, reason, nextTryAt } = props.freshness;
  const now = useNow();
  return (
    <>
      <div>{asOf ? `State of ${formatExactTime(asOf)}` : 'Never read yet'}</div>
      {state !== 'live' && <div>Since {formatExactTime(since)}</div>}
      {reason && <div>{reason}</div>}
      {nextTryAt && <div>Next try {formatUntil(nextTryAt, now)}</div>}
    </>
  );
}
