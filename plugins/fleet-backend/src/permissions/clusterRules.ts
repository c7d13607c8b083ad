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
  type FleetClusterResource as Cluster,
} from './clusterResource';
import { inMemory } from './inMemory';
import { hasValue, keyAndValue } from './keyAndValue';

const isCluster = createPermissionRule({
  name: 'IS_CLUSTER',
  description: 'Allow clusters by name',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    names: z.array(z.string()).describe('Names of the clusters'),
  }),
  ...inMemory((cluster: Cluster, { names }: { names: string[] }) =>
    names.includes(cluster.name),
  ),
});

const hasLocation = createPermissionRule({
  name: 'HAS_LOCATION',
  description: 'Allow clusters in a location',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    location: z.string().describe('Location, for example beijing'),
  }),
  ...inMemory(
    (cluster: Cluster, { location }: { location: string }) =>
      cluster.location === location,
  ),
});

const hasGroup = createPermissionRule({
  name: 'HAS_GROUP',
  description: 'Allow clusters of a group',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: z.object({
    group: z.string().describe('Group, for example online'),
  }),
  ...inMemory(
    (cluster: Cluster, { group }: { group: string }) => cluster.group === group,
  ),
});

const hasLabel = createPermissionRule({
  name: 'HAS_LABEL',
  description: 'Allow clusters that have a label, with any or one value',
  resourceRef: fleetClusterResourceRef,
  paramsSchema: keyAndValue,
  ...inMemory((cluster: Cluster, params: z.infer<typeof keyAndValue>) =>
    hasValue(cluster.labels, params),
  ),
});

/**
 * Rules by which a policy can allow some clusters.
 *
 * @public
 */
export const fleetClusterRules = { isCluster, hasLocation, hasGroup, hasLabel };
