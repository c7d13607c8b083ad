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

import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  fleetClusterResourceRef,
  type FleetClusterResource,
} from './clusterResource';

function isNamed(
  cluster: FleetClusterResource,
  { names }: { names: string[] },
) {
  return names.includes(cluster.name);
}

function hasLocation(
  cluster: FleetClusterResource,
  { locations }: { locations: string[] },
) {
  return locations.includes(cluster.location);
}

function hasGroup(
  cluster: FleetClusterResource,
  { groups }: { groups: string[] },
) {
  return groups.includes(cluster.group);
}

function hasLabel(
  cluster: FleetClusterResource,
  { key, value }: { key: string; value?: string },
) {
  return (
    Object.hasOwn(cluster.labels, key) &&
    (value === undefined || cluster.labels[key] === value)
  );
}

const isCluster = createPermissionRule({
  name: 'IS_CLUSTER',
  description: 'Allow clusters by name',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    names: z.array(z.string()).describe('Names of the clusters'),
  }),
  apply: isNamed,
  toQuery: params => cluster => isNamed(cluster, params),
});

const inLocation = createPermissionRule({
  name: 'HAS_LOCATION',
  description: 'Allow clusters in one of the locations',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    locations: z.array(z.string()).describe('Locations, for example beijing'),
  }),
  apply: hasLocation,
  toQuery: params => cluster => hasLocation(cluster, params),
});

const inGroup = createPermissionRule({
  name: 'HAS_GROUP',
  description: 'Allow clusters of one of the groups',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    groups: z.array(z.string()).describe('Groups, for example online'),
  }),
  apply: hasGroup,
  toQuery: params => cluster => hasGroup(cluster, params),
});

const withLabel = createPermissionRule({
  name: 'HAS_LABEL',
  description: 'Allow clusters that have a label, with any or one value',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    key: z.string().describe('Key of the label'),
    value: z.string().optional().describe('Value; any value when missing'),
  }),
  apply: hasLabel,
  toQuery: params => cluster => hasLabel(cluster, params),
});

/** @public */
export const fleetClusterRules = { isCluster, inLocation, inGroup, withLabel };
