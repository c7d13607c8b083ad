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

import { useApi } from '@backstage/core-plugin-api';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import type {
  AppClusterStatus,
  ClusterState,
} from '@slipway/backstage-plugin-fleet-common';
import { fleetApiRef } from '../../api';
import { formatAgo, formatClock, formatCount, formatUntil } from '../../format';
import { useNow } from '../../hooks';
import { CLUSTER_STATE_LOOKS, useFleetTokens } from '../../tokens';
import { ActionButton } from '../Controls';
import { FillBar } from '../FillBar';
import { Banner } from '../ViewState';

/** A sentence for each cluster in one of the states: what one sees of it, and what goes on. */
export function AppNotices(props: {
  clusters: AppClusterStatus[];
  states: ClusterState[];
}) {
  const { clusters, states } = props;
  return (
    <>
      {clusters
        .filter(({ freshness }) => states.includes(freshness.state))
        .map(item => (
          <AppNotice key={item.cluster} item={item} />
        ))}
    </>
  );
}

function AppNotice(props: { item: AppClusterStatus }) {
  const { cluster, freshness } = props.item;
  const { state, deniedTo, asOf, reason, nextTryAt } = freshness;
  const api = useApi(fleetApiRef);
  const now = useNow();
  const { icon, tone } = CLUSTER_STATE_LOOKS[state];
  const nextTry = nextTryAt && `Next try ${formatUntil(nextTryAt, now)}.`;
  switch (state) {
    case 'catching-up':
      return (
        <Banner strip icon={icon} tone={tone}>
          <CatchingUp item={props.item} />
        </Banner>
      );
    case 'stale':
      return (
        <Banner
          strip
          icon={icon}
          tone={tone}
          actions={
            <ActionButton
              small
              onClick={() => {
                // The row itself shows whether the retry helped.
                api.retryCluster(cluster).catch(() => {});
              }}
            >
              Retry now
            </ActionButton>
          }
        >
          <b>
            {asOf
              ? `${cluster} is as of ${formatClock(asOf, now)}, ${formatAgo(
                  asOf,
                  now,
                )}.`
              : `${cluster} was never read.`}
          </b>{' '}
          The app runs on there. {nextTry}
        </Banner>
      );
    case 'denied':
      return (
        <Banner strip icon={icon} tone={tone}>
          {reason ?? `${cluster} refuses Slipway.`}
          {deniedTo !== 'viewer' &&
            ' Apps there run on. An owner of the cluster applies the access manifest.'}
        </Banner>
      );
    default:
      return (
        <Banner strip plain icon={InfoOutlined} tone="muted">
          {reason ?? `${cluster} does not answer.`} Apps there run on without
          the portal.
        </Banner>
      );
  }
}

function CatchingUp(props: { item: AppClusterStatus }) {
  const { cluster, freshness } = props.item;
  const { progress } = freshness;
  const { tone } = useFleetTokens();
  if (!progress) {
    return <>{cluster} catches up. Counts can still grow.</>;
  }
  const { read, expected } = progress;
  return (
    <>
      {cluster}: read {formatCount(read)}
      {expected !== undefined && ` of about ${formatCount(expected)}`} objects.
      Counts can still grow.
      {expected !== undefined && (
        <FillBar
          height={4}
          total={expected}
          parts={[{ color: tone.info.text, value: read }]}
          label={`${read} of ${expected} objects read`}
        />
      )}
    </>
  );
}
