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

import { createPermission } from '@backstage/plugin-permission-common';

/** @public */
export const RESOURCE_TYPE_FLEET_CLUSTER = 'fleet-cluster';
/** @public */
export const RESOURCE_TYPE_FLEET_APP = 'fleet-app';

/**
 * To see a cluster: its health, headroom and nodes.
 *
 * @public
 */
export const fleetClusterReadPermission = createPermission({
  name: 'fleet.cluster.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_FLEET_CLUSTER,
});

/**
 * To see an app's status, instances, events and logs.
 *
 * @public
 */
export const fleetAppReadPermission = createPermission({
  name: 'fleet.app.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_FLEET_APP,
});

/**
 * To create and change objects in a cluster.
 *
 * @public
 */
export const kubernetesApplyPermission = createPermission({
  name: 'slipway.kubernetes.apply',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_FLEET_CLUSTER,
});

/**
 * To put an entity into the catalog through Slipway.
 *
 * @public
 */
export const catalogEntityCreatePermission = createPermission({
  name: 'slipway.catalog-entity.create',
  attributes: { action: 'create' },
});

/** @public */
export const fleetPermissions = [
  fleetClusterReadPermission,
  fleetAppReadPermission,
  kubernetesApplyPermission,
  catalogEntityCreatePermission,
];
