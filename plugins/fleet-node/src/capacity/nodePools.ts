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
  NodeHeadroom,
  NodePool,
} from '@slipway/backstage-plugin-fleet-common';
import type { ProjectedNode } from '../projection';
import { headroom } from './headroom';
import { valueOf } from './matching';
import { isOpen, type NodeCapacity } from './NodeCapacity';

/**
 * Labels by which those who run clusters tell node pools, the first that a node has counts: GKE, EKS, AKS, Karpenter,
 * Alibaba Cloud; where none is, nodes of one machine type are taken for a pool.
 */
export const WELL_KNOWN_POOL_LABELS: readonly string[] = [
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'kubernetes.azure.com/agentpool',
  'karpenter.sh/nodepool',
  'alibabacloud.com/nodepool-id',
  'node.kubernetes.io/instance-type',
];

/**
 * Headroom by node pool, in the order of their names; nodes of no pool last.
 *
 * @param labels which name pools, the most telling first
 */
export function nodePools(
  nodes: readonly NodeCapacity[],
  labels: readonly string[],
): NodePool[] {
  const pools = new Map<string, NodeCapacity[]>();
  for (const capacity of nodes) {
    const label = poolLabel(capacity.node, labels);
    const key = label ? `${label} ${capacity.node.labels[label]}` : '';
    const known = pools.get(key);
    if (known) {
      known.push(capacity);
    } else {
      pools.set(key, [capacity]);
    }
  }
  return [...pools.values()]
    .map(members => describePool(members, labels))
    .sort(
      (one, other) =>
        Number(one.label === undefined) - Number(other.label === undefined) ||
        one.name.localeCompare(other.name, 'en-US', { numeric: true }),
    );
}

/** Headroom by node, in the order of their names. */
export function nodeHeadrooms(
  nodes: readonly NodeCapacity[],
  labels: readonly string[],
): NodeHeadroom[] {
  return nodes
    .map(capacity => {
      const { node } = capacity;
      const label = poolLabel(node, labels);
      return {
        name: node.name,
        pool: label && node.labels[label],
        ready: node.ready,
        open: isOpen(node),
        headroom: headroom([capacity]),
      };
    })
    .sort((one, other) =>
      one.name.localeCompare(other.name, 'en-US', { numeric: true }),
    );
}

function describePool(
  members: readonly NodeCapacity[],
  labels: readonly string[],
): NodePool {
  const [{ node }] = members;
  const label = poolLabel(node, labels);
  return {
    name: label ? node.labels[label] : '',
    label,
    nodes: {
      total: members.length,
      ready: members.filter(member => member.node.ready).length,
    },
    headroom: headroom(members),
  };
}

function poolLabel(
  node: Pick<ProjectedNode, 'labels'>,
  labels: readonly string[],
): string | undefined {
  // An empty label names nothing.
  return labels.find(label => valueOf(node.labels, label));
}
