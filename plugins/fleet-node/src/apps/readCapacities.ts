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

import { nodeCapacities, type NodeCapacity } from '../capacity';
import type { ClusterCache } from '../cache';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';

interface Known {
  /** Of the stores from which it was summed up. */
  nodes: number;
  pods: number;
  capacities: NodeCapacity[];
}

/** Summed up once and kept until a node or pod changes: every view of a cluster asks for it. */
const KNOWN = new WeakMap<ClusterCache, Known>();

/** The nodes of a cluster with what is requested of each. */
export function readCapacities({ cache }: ClusterMonitor): NodeCapacity[] {
  const { nodes, pods } = cache.stores;
  const known = KNOWN.get(cache);
  if (known?.nodes === nodes.revision && known.pods === pods.revision) {
    return known.capacities;
  }
  const capacities = nodeCapacities(nodes.values(), node =>
    pods.by('node', node),
  );
  KNOWN.set(cache, {
    nodes: nodes.revision,
    pods: pods.revision,
    capacities,
  });
  return capacities;
}

/**
 * Whether nodes and pods were read, at some time. Where pods are not known each node looks empty, which is not to be
 * said.
 */
export function hasCapacities(monitor: ClusterMonitor): boolean {
  return monitor
    .kinds()
    .filter(({ kind }) => kind === 'Node' || kind === 'Pod')
    .every(({ asOf }) => asOf !== undefined);
}
