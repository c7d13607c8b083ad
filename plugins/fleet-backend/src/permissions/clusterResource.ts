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

import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_FLEET_CLUSTER } from '@slipway/backstage-plugin-fleet-common';

/**
 * What permission rules know of a cluster.
 *
 * @public
 */
export interface FleetClusterResource {
  name: string;
  /** Where it runs. */
  location: string;
  /** What it is for. */
  group: string;
  /** From `slipway.fleet.clusters.<name>.labels`. */
  labels: Record<string, string>;
}

/**
 * Rules are applied in memory, so the query that a rule stands for is the rule itself.
 *
 * @public
 */
export type FleetClusterPredicate = (cluster: FleetClusterResource) => boolean;

/**
 * The resource type of clusters.
 *
 * @public
 */
export const fleetClusterResourceRef = createPermissionResourceRef<
  FleetClusterResource,
  FleetClusterPredicate
>().with({
  pluginId: 'fleet',
  resourceType: RESOURCE_TYPE_FLEET_CLUSTER,
});
