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

function isIn(
  cluster: FleetClusterResource,
  { location }: { location: string },
) {
  return cluster.location === location;
}

function isOf(cluster: FleetClusterResource, { group }: { group: string }) {
  return cluster.group === group;
}

function carries(
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

const hasLocation = createPermissionRule({
  name: 'HAS_LOCATION',
  description: 'Allow clusters in a location',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    location: z.string().describe('Location, for example beijing'),
  }),
  apply: isIn,
  toQuery: params => cluster => isIn(cluster, params),
});

const hasGroup = createPermissionRule({
  name: 'HAS_GROUP',
  description: 'Allow clusters of a group',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    group: z.string().describe('Group, for example online'),
  }),
  apply: isOf,
  toQuery: params => cluster => isOf(cluster, params),
});

const hasLabel = createPermissionRule({
  name: 'HAS_LABEL',
  description: 'Allow clusters that have a label, with any or one value',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    key: z.string().describe('Key of the label'),
    value: z.string().optional().describe('Value; any value when missing'),
  }),
  apply: carries,
  toQuery: params => cluster => carries(cluster, params),
});

/**
 * Rules by which a policy can allow some clusters.
 *
 * @public
 */
export const fleetClusterRules = { isCluster, hasLocation, hasGroup, hasLabel };
