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

import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ClusterOutline } from '@slipway/backstage-plugin-fleet-node';
import type { Viewer } from '../permissions';
import { CLUSTER_HIDDEN } from '../views';

/** How a call of the API says which clusters: names, or location and group, but not both. */
export interface RequestedClusters {
  names?: string[];
  location?: string;
  group?: string;
}

/** What the caller may see and change. */
type Rights = Pick<Viewer, 'canRead' | 'canChange'>;

/**
 * The clusters that a change is for, from those that the caller may change.
 *
 * @throws NotFoundError when a name is of no cluster that the caller may see
 * @throws NotAllowedError when the caller may see it but not change it
 * @throws InputError when location and group choose no cluster
 */
export function selectClusters(
  clusters: ClusterOutline[],
  { names, location, group }: RequestedClusters,
  rights: Rights,
): ClusterOutline[] {
  const byLabel = location !== undefined || group !== undefined;
  if (names !== undefined && byLabel) {
    throw new InputError(
      'Choose clusters by name, or by location and group, not both.',
    );
  }
  if (names !== undefined) {
    return [...new Set(names)].map(name =>
      requireWritable(clusters, name, rights),
    );
  }
  if (!byLabel) {
    throw new InputError('Say which clusters: by name, location or group.');
  }
  const chosen = clusters.filter(
    cluster =>
      rights.canRead(cluster) &&
      rights.canChange(cluster) &&
      (location === undefined || cluster.location === location) &&
      (group === undefined || cluster.group === group),
  );
  if (chosen.length === 0) {
    const wanted = [
      location !== undefined && `location ${location}`,
      group !== undefined && `group ${group}`,
    ].filter(Boolean);
    throw new InputError(
      `You may change no cluster with ${wanted.join(
        ' and ',
      )}, or there is none.`,
    );
  }
  return chosen;
}

function requireWritable(
  clusters: ClusterOutline[],
  name: string,
  rights: Rights,
): ClusterOutline {
  const cluster = clusters.find(candidate => candidate.name === name);
  if (!cluster || !rights.canRead(cluster)) {
    throw new NotFoundError(`${name}: ${CLUSTER_HIDDEN}`);
  }
  if (!rights.canChange(cluster)) {
    throw new NotAllowedError(`You may not change apps in ${name}.`);
  }
  return cluster;
}
