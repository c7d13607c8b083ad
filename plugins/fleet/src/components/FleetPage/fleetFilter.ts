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

/** What the controls over the Fleet page choose. Empty text chooses all. */
export interface FleetFilter {
  text: string;
  location: string;
  group: string;
  needsAttention: boolean;
}

/** A filter that chooses all. */
export const EVERY_CLUSTER: FleetFilter = {
  text: '',
  location: '',
  group: '',
  needsAttention: false,
};

/** Whether a person should look at a cluster: its data is not live, a node is not ready, or an app there needs it. */
export function needsAttention(cluster: ClusterDetails): boolean {
  return (
    cluster.freshness.state !== 'live' ||
    cluster.nodes.ready < cluster.nodes.total ||
    cluster.attention.length > 0
  );
}

/** @returns the clusters that a filter chooses */
export function filterClusters(
  clusters: ClusterDetails[],
  filter: FleetFilter,
): ClusterDetails[] {
  const text = filter.text.trim().toLocaleLowerCase('en-US');
  return clusters.filter(
    cluster =>
      (!text ||
        [cluster.name, cluster.title, cluster.location, cluster.group].some(
          name => name?.toLocaleLowerCase('en-US').includes(text),
        )) &&
      (!filter.location || cluster.location === filter.location) &&
      (!filter.group || cluster.group === filter.group) &&
      (!filter.needsAttention || needsAttention(cluster)),
  );
}

/** Clusters of one location. */
export interface LocationClusters {
  location: string;
  clusters: ClusterDetails[];
}

/** Locations in the order in which they first come. */
export function groupByLocation(
  clusters: ClusterDetails[],
): LocationClusters[] {
  const locations = new Map<string, ClusterDetails[]>();
  for (const cluster of clusters) {
    const others = locations.get(cluster.location) ?? [];
    locations.set(cluster.location, [...others, cluster]);
  }
  return [...locations].map(([location, items]) => ({
    location,
    clusters: items,
  }));
}

/** The figures over the Fleet page. */
export interface FleetTotals {
  clusters: number;
  nodes: { total: number; ready: number };
  pods: { total: number; possible: number };
  gpus: {
    total: number;
    free: number;
    busy: number;
    idle: number;
    unknown: number;
  };
  apps: number;
  /** Apps that a person should look at, in any cluster. */
  appsInNeed: number;
}

/** @returns the sums over clusters; an app on several clusters counts once */
export function sumFleet(clusters: ClusterDetails[]): FleetTotals {
  const sum = (pick: (cluster: ClusterDetails) => number | undefined) =>
    clusters.reduce((total, cluster) => total + (pick(cluster) ?? 0), 0);
  return {
    clusters: clusters.length,
    nodes: {
      total: sum(cluster => cluster.nodes.total),
      ready: sum(cluster => cluster.nodes.ready),
    },
    pods: {
      total: sum(cluster => cluster.pods.total),
      possible: sum(cluster => cluster.headroom?.pods.allocatable),
    },
    gpus: {
      total: sum(cluster => cluster.gpus?.total),
      free: sum(cluster => cluster.gpus?.free),
      busy: sum(cluster => cluster.gpus?.busy),
      idle: sum(cluster => cluster.gpus?.idle),
      unknown: sum(cluster => cluster.gpus?.unknown),
    },
    apps: new Set(clusters.flatMap(cluster => cluster.apps)).size,
    appsInNeed: new Set(
      clusters.flatMap(cluster =>
        cluster.attention.map(({ entityRef }) => entityRef),
      ),
    ).size,
  };
}
