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
/** @public */
export const RESOURCE_TYPE_KUBERNETES_OBJECT = 'kubernetes-object';

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
 * To create and change an object in a cluster.
 *
 * @public
 */
export const kubernetesApplyPermission = createPermission({
  name: 'slipway.kubernetes.apply',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_KUBERNETES_OBJECT,
});

/**
 * To delete an object in a cluster.
 *
 * @public
 */
export const kubernetesDeletePermission = createPermission({
  name: 'slipway.kubernetes.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_KUBERNETES_OBJECT,
});

/**
 * To change or delete an object that belongs to somebody else; besides the permission to apply or delete it.
 *
 * @public
 */
export const kubernetesTakeOverPermission = createPermission({
  name: 'slipway.kubernetes.take-over',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_KUBERNETES_OBJECT,
});

/**
 * To create a namespace with its quota, limits, network policy and the roles of its owner.
 *
 * @public
 */
export const kubernetesNamespaceCreatePermission = createPermission({
  name: 'slipway.kubernetes.namespace.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_KUBERNETES_OBJECT,
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

/**
 * To take an entity out of the catalog that somebody else put there through Slipway. One's own needs no permission but
 * `slipway.catalog-entity.create`.
 *
 * @public
 */
export const catalogEntityDeletePermission = createPermission({
  name: 'slipway.catalog-entity.delete',
  attributes: { action: 'delete' },
});

/** @public */
export const fleetPermissions = [
  fleetClusterReadPermission,
  fleetAppReadPermission,
  kubernetesApplyPermission,
  kubernetesDeletePermission,
  kubernetesTakeOverPermission,
  kubernetesNamespaceCreatePermission,
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
];
