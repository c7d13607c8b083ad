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
import { matchesPattern } from './matchesPattern';
import {
  kubernetesObjectResourceRef,
  type KubernetesObjectResource as Resource,
} from './objectResource';

function isInCluster({ cluster }: Resource, params: { names: string[] }) {
  return params.names.includes(cluster.name);
}

function isInLocation({ cluster }: Resource, params: { location: string }) {
  return cluster.location === params.location;
}

function isInClusterGroup({ cluster }: Resource, params: { group: string }) {
  return cluster.group === params.group;
}

function isInClusterWithLabel(
  { cluster: { labels } }: Resource,
  { key, value }: { key: string; value?: string },
) {
  return (
    Object.hasOwn(labels, key) && (value === undefined || labels[key] === value)
  );
}

function isInNamespace(
  { namespace }: Resource,
  { names }: { names: string[] },
) {
  return (
    namespace !== undefined &&
    names.some(pattern => matchesPattern(pattern, namespace))
  );
}

function isInOwnNamespace(
  { namespaceOwner }: Resource,
  { claims }: { claims: string[] },
) {
  return namespaceOwner !== undefined && claims.includes(namespaceOwner);
}

function isOwned({ owners }: Resource, { claims }: { claims: string[] }) {
  return owners.some(owner => claims.includes(owner));
}

function isOfKind(
  { apiGroup, kind }: Resource,
  { kinds }: { kinds: string[] },
) {
  return kinds.some(pattern => matchesPattern(pattern, `${apiGroup}/${kind}`));
}

const claims = z
  .array(z.string())
  .describe('Entity refs that the caller owns things by');

/**
 * Rules by which a policy can allow some changes.
 *
 * @public
 */
export const kubernetesObjectRules = {
  isInCluster: createPermissionRule({
    name: 'IS_IN_CLUSTER',
    description: 'Allow objects in clusters by name',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({
      names: z.array(z.string()).describe('Names of the clusters'),
    }),
    apply: isInCluster,
    toQuery: params => object => isInCluster(object, params),
  }),
  isInLocation: createPermissionRule({
    name: 'IS_IN_LOCATION',
    description: 'Allow objects in the clusters of a location',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({
      location: z.string().describe('Location, for example beijing'),
    }),
    apply: isInLocation,
    toQuery: params => object => isInLocation(object, params),
  }),
  isInClusterGroup: createPermissionRule({
    name: 'IS_IN_CLUSTER_GROUP',
    description: 'Allow objects in the clusters of a group',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({
      group: z.string().describe('Group, for example online'),
    }),
    apply: isInClusterGroup,
    toQuery: params => object => isInClusterGroup(object, params),
  }),
  isInClusterWithLabel: createPermissionRule({
    name: 'IS_IN_CLUSTER_WITH_LABEL',
    description:
      'Allow objects in clusters that have a label, with any or one value',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({
      key: z.string().describe('Key of the label'),
      value: z.string().optional().describe('Value; any value when missing'),
    }),
    apply: isInClusterWithLabel,
    toQuery: params => object => isInClusterWithLabel(object, params),
  }),
  isInNamespace: createPermissionRule({
    name: 'IS_IN_NAMESPACE',
    description: 'Allow objects in namespaces by name',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({
      names: z
        .array(z.string())
        .describe('Names; * stands for any text, as in feed-*'),
    }),
    apply: isInNamespace,
    toQuery: params => object => isInNamespace(object, params),
  }),
  isInOwnNamespace: createPermissionRule({
    name: 'IS_IN_OWN_NAMESPACE',
    description:
      'Allow objects in namespaces whose annotation slipway.dev/owner is one of the claims',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({ claims }),
    apply: isInOwnNamespace,
    toQuery: params => object => isInOwnNamespace(object, params),
  }),
  isOwned: createPermissionRule({
    name: 'IS_OWNED',
    description: 'Allow objects that belong to one of the claims already',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({ claims }),
    apply: isOwned,
    toQuery: params => object => isOwned(object, params),
  }),
  isOfKind: createPermissionRule({
    name: 'IS_OF_KIND',
    description: 'Allow objects of some kinds',
    resourceRef: kubernetesObjectResourceRef,
    paramsSchema: z.object({
      kinds: z
        .array(z.string())
        .describe(
          'API group and kind, as in apps/Deployment, /Service or batch/*',
        ),
    }),
    apply: isOfKind,
    toQuery: params => object => isOfKind(object, params),
  }),
};
