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
import { RESOURCE_TYPE_KUBERNETES_OBJECT } from '@slipway/backstage-plugin-fleet-common';
import type { FleetClusterResource } from './clusterResource';

/**
 * What permission rules know of an object that somebody wants to create, change or delete.
 *
 * @public
 */
export interface KubernetesObjectResource {
  cluster: FleetClusterResource;
  /** API group, empty for the core group. */
  apiGroup: string;
  kind: string;
  /** The object's own name where it is a namespace; missing where its kind has none. */
  namespace?: string;
  name: string;
  /** Entity ref of the group that the namespace is for, from its annotation `slipway.dev/owner`. */
  namespaceOwner?: string;
  /** Entity refs of whom the object belongs to; empty for one that is new or belongs to nobody. */
  owners: string[];
}

/**
 * Rules are applied in memory, so the query that a rule stands for is the rule itself.
 *
 * @public
 */
export type KubernetesObjectPredicate = (
  object: KubernetesObjectResource,
) => boolean;

/**
 * The resource type of objects in clusters.
 *
 * @public
 */
export const kubernetesObjectResourceRef = createPermissionResourceRef<
  KubernetesObjectResource,
  KubernetesObjectPredicate
>().with({
  pluginId: 'fleet',
  resourceType: RESOURCE_TYPE_KUBERNETES_OBJECT,
});
