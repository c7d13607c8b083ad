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

import type {
  ClusterSlots,
  Freshness,
  KindStatus,
} from '@slipway/backstage-plugin-fleet-common';
import {
  resourceOfKind,
  type FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { Denial } from '../apps';
import { listOf, type ClusterRights } from '../reviews';

type FleetCluster = ReturnType<FleetService['getCluster']>;

/** In the place of how fresh something is that the cluster hides from the viewer. */
export function deniedFreshness({ reason, since }: Denial): Freshness {
  return {
    state: 'denied',
    deniedTo: 'viewer',
    since: new Date(since).toISOString(),
    reason,
  };
}

/** A cluster of which the viewer may not see the nodes: that it is there, and what it is for. */
export function withoutNodes(
  cluster: FleetCluster,
  denial: Denial,
): FleetCluster {
  const { name, title, location, group, labels, version, kinds } = cluster;
  return {
    name,
    title,
    location,
    group,
    labels,
    version,
    freshness: deniedFreshness(denial),
    nodes: { total: 0, ready: 0 },
    pods: { total: 0 },
    kinds,
  };
}

/** Counts are told of the kinds that the viewer may list in all namespaces. */
export function withoutHiddenKinds(
  kinds: KindStatus[],
  rights: ClusterRights,
): KindStatus[] {
  return kinds.map(status => {
    const resource = resourceOfKind(status.kind);
    const verdict = resource && rights.check(listOf(resource));
    return !verdict || verdict.allowed
      ? status
      : {
          kind: status.kind,
          state: 'denied',
          objects: 0,
          reason: verdict.reason,
        };
  });
}

/** Where nodes are hidden there is no slot to offer. */
export function hiddenSlots(cluster: string, { reason }: Denial): ClusterSlots {
  return { cluster, slots: 0, reason };
}
