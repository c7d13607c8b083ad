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

import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  makeValidator,
  type ResourceEntity,
} from '@backstage/catalog-model';
import {
  GROUP_LABEL,
  LOCATION_LABEL,
  type ClusterDetails,
} from '@slipway/backstage-plugin-fleet-common';

const MAX_NAME_LENGTH = 63;
const UNKNOWN_OWNER = 'unknown';

const { isValidLabelValue } = makeValidator();

/** The part of a cluster that an entity is made of. */
export type ClusterSummary = Pick<
  ClusterDetails,
  'name' | 'title' | 'location' | 'group' | 'apps'
>;

/** A cluster as the catalog has it: what it is and which apps depend on it, but not how it is. */
export function toClusterEntity(
  { name, title, location, group, apps }: ClusterSummary,
  owner: string = UNKNOWN_OWNER,
): ResourceEntity {
  const source = `slipway:clusters/${encodeURIComponent(name)}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: toEntityName(name),
      title: title ?? name,
      description: `Kubernetes cluster in ${location}, group ${group}`,
      labels: Object.fromEntries(
        [
          [LOCATION_LABEL, location],
          [GROUP_LABEL, group],
        ].filter(([, value]) => isValidLabelValue(value)),
      ),
      annotations: {
        [ANNOTATION_LOCATION]: source,
        [ANNOTATION_ORIGIN_LOCATION]: source,
      },
    },
    spec: {
      type: 'kubernetes-cluster',
      owner,
      dependencyOf: [...apps].sort(),
    },
  };
}

/** Cluster names may be longer, and hold characters that an entity's name may not. */
function toEntityName(cluster: string): string {
  return cluster
    .replace(/[^a-zA-Z0-9._-]+/g, '-')
    .slice(-MAX_NAME_LENGTH)
    .replace(/^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$/g, '');
}
