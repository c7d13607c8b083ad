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

import type { ClusterSlots } from '@slipway/backstage-plugin-fleet-common';
import type { ProjectedNode } from '../../projection';
import type { NodeCapacity } from '../NodeCapacity';

/** How many more instances of a template the nodes of a cluster take. */
export type Slots = Omit<ClusterSlots, 'cluster'>;

/** A node as it is looked at for one template. */
export interface NodeFit {
  capacity: NodeCapacity;
  node: ProjectedNode;
  /** What keeps the node from taking any, whatever room it has; a fragment such as `not ready`. */
  closedBy?: string;
  /** How many instances it has room for by itself. */
  room: number;
  /** Name of the resource that ends first. */
  limit: string;
  slots: number;
}
