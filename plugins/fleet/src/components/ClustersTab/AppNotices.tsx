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

import type { AppClusterStatus } from '@slipway/backstage-plugin-fleet-common';
import { formatAgo, formatClock, formatUntil } from '../../format';
import { useNow } from '../../hooks';
import { CLUSTER_STATE_LOOKS } from '../../tokens';
import { Banner } from '../ViewState';

/** A sentence for each cluster that is stale or refuses Slipway; rows say the rest themselves. */
export function AppNotices(props: { clusters: AppClusterStatus[] }) {
  const now = useNow();
  return (
    <>
      {props.clusters
        .filter(({ freshness }) => freshness.state !== 'live')
        .map(({ cluster, freshness }) => {
          const { icon, tone } = CLUSTER_STATE_LOOKS[freshness.state];
          const asOf = freshness.asOf
            ? `${cluster} is as of ${formatClock(
                freshness.asOf,
                now,
              )}, ${formatAgo(freshness.asOf, now)}.`
            : `${cluster} was never read.`;
          return (
            <Banner key={cluster} icon={icon} tone={tone} title={asOf}>
              {freshness.reason} The app runs on there.{' '}
              {freshness.nextTryAt &&
                `Next try ${formatUntil(freshness.nextTryAt, now)}.`}
            </Banner>
          );
        })}
    </>
  );
}
