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
import { useApi } from '@backstage/core-plugin-api';
import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import { fleetApiRef } from '../../api';
import { formatAgo, formatClock, formatCount, formatUntil } from '../../format';
import { useNow } from '../../hooks';
import { CLUSTER_STATE_LOOKS } from '../../tokens';
import { ActionButton } from '../Controls';
import { Banner } from '../ViewState';

/** Says of a cluster that is not live what one sees of it, and what goes on. */
export function ClusterBanner(props: {
  cluster: ClusterDetails;
  strip?: boolean;
}) {
  const { cluster, strip } = props;
  const { name, freshness } = cluster;
  const now = useNow();
  const { tone, icon } = CLUSTER_STATE_LOOKS[freshness.state];
  const retryable =
    freshness.state !== 'catching-up' && freshness.deniedTo !== 'viewer';
  return (
    <Banner
      strip={strip}
      icon={icon}
      tone={tone}
      title={titleOf(cluster, now)}
      actions={retryable && <RetryCluster name={name} />}
    >
      {freshness.reason} {consequenceOf(cluster)}{' '}
      {freshness.nextTryAt &&
        `Next try ${formatUntil(freshness.nextTryAt, now)}.`}
    </Banner>
  );
}

function titleOf(cluster: ClusterDetails, now: number): string {
  const { name, freshness } = cluster;
  const { state, asOf, progress } = freshness;
  const seen = asOf
    ? `you see its state of ${formatClock(asOf, now)}, ${formatAgo(asOf, now)}.`
    : 'its state was never read.';
  switch (state) {
    case 'catching-up':
      return progress
        ? `${name}: read ${formatCount(progress.read)}${
            progress.expected
              ? ` of about ${formatCount(progress.expected)}`
              : ''
          } objects. Counts can still grow.`
        : `${name} catches up. Counts can still grow.`;
    case 'denied':
      return freshness.deniedTo === 'viewer'
        ? `${name} hides its nodes from you.`
        : `${name} refuses Slipway: ${seen}`;
    case 'unreachable':
      return `${name} is unreachable: ${seen}`;
    default:
      return `${name} is stale: ${seen}`;
  }
}

function consequenceOf({ name, freshness }: ClusterDetails): string {
  switch (freshness.state) {
    case 'catching-up':
      return '';
    case 'denied':
      return freshness.deniedTo === 'viewer'
        ? 'You see the apps there whose pods you may list.'
        : 'Apps there run on. An owner of the cluster applies the access manifest.';
    default:
      return `Apps there run on. What changed since is not shown, and no app can be created in ${name} until it is live.`;
  }
}

function RetryCluster(props: { name: string }) {
  const api = useApi(fleetApiRef);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const onClick = async () => {
    setBusy(true);
    setFailed(false);
    try {
      await api.retryCluster(props.name);
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {failed && <span role="alert">The portal refused the retry.</span>}
      <ActionButton onClick={onClick} disabled={busy}>
        Retry now
      </ActionButton>
    </>
  );
}
