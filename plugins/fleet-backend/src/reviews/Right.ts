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

import type {
  AccessAttributes,
  AccessResource,
} from '@slipway/backstage-plugin-fleet-node';

/** Something that RBAC grants, wherever. */
export type Right = Omit<AccessAttributes, 'namespace' | 'name'>;

/** Where somebody wants to use a right: in all namespaces, in one, or on one object. */
export type Scope = Pick<AccessAttributes, 'namespace' | 'name'>;

export const LIST_NODES = listOf({ group: '', resource: 'nodes' });
export const LIST_PODS = listOf({ group: '', resource: 'pods' });
export const LIST_EVENTS = listOf({ group: '', resource: 'events' });
export const READ_LOGS: Right = {
  verb: 'get',
  group: '',
  resource: 'pods',
  subresource: 'log',
};

/** To list a resource. */
export function listOf(resource: AccessResource): Right {
  return { verb: 'list', ...resource };
}

/** As people who grant rights write it: `list deployments.apps`, `get pods/log`. */
export function describeRight(right: Right): string {
  const { verb, group, resource, subresource } = right;
  const name = subresource ? `${resource}/${subresource}` : resource;
  return `${verb} ${group ? `${name}.${group}` : name}`;
}
