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
  Headroom,
  ResourceHeadroom,
} from '@slipway/backstage-plugin-fleet-common';
import {
  exact,
  freeOf,
  isOpen,
  RESOURCE_NAMES,
  type NodeCapacity,
  type ResourceName,
} from './NodeCapacity';

/**
 * What is free of each resource on the nodes that take new pods. A node that is asked for more than it has adds 0, and
 * takes nothing from the others.
 *
 * @param used what is really used, where somebody measures it
 */
export function headroom(
  nodes: readonly NodeCapacity[],
  used: Partial<Record<ResourceName, number>> = {},
): Headroom {
  const open = nodes.filter(({ node }) => isOpen(node));
  const [cpu, memory, gpu, pods] = RESOURCE_NAMES.map(
    (name): ResourceHeadroom => ({
      allocatable: exact(sum(open, ({ node }) => node.allocatable[name])),
      requested: exact(sum(open, ({ requested }) => requested[name])),
      used: used[name],
      free: exact(sum(open, node => Math.max(0, freeOf(node)[name]))),
    }),
  );
  return { cpu, memory, gpu, pods };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
