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

import { KubeObject } from '../kube';
import { ClusterSpec, NodePool } from './ClusterSpec';

/** The annotation by which KWOK knows the nodes that it plays. */
export const KWOK_NODE_ANNOTATION = 'kwok.x-k8s.io/node';
const DEFAULT_MAX_PODS = 110;
// What a kubelet keeps back for the system; the numbers are ordinary ones, so that headroom is not a round number.
const RESERVED_CPU_MILLI = 200;
const RESERVED_MEMORY_MIB = 1024;

/** A node object for KWOK to play. */
export function simulatedNode(
  cluster: ClusterSpec,
  pool: NodePool,
  index: number,
): KubeObject {
  const name = `${cluster.name}-${pool.name}-${index}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { [KWOK_NODE_ANNOTATION]: 'fake' },
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': pool.name,
        'topology.kubernetes.io/region': cluster.region ?? cluster.location,
        'topology.kubernetes.io/zone': pool.zone,
        'slipway.dev/simulated': 'true',
        ...gpuLabels(pool),
      },
    },
  };
}

/** Capacity and allocatable resources of a pool's nodes; KWOK keeps what it finds. */
export function simulatedNodeStatus(pool: NodePool): object {
  const common = {
    pods: String(pool.pods ?? DEFAULT_MAX_PODS),
    'ephemeral-storage': '200Gi',
    ...(pool.gpu ? { 'nvidia.com/gpu': String(pool.gpu.count) } : {}),
  };
  return {
    capacity: { ...common, cpu: pool.cpu, memory: pool.memory },
    allocatable: {
      ...common,
      cpu: `${Number(pool.cpu) * 1000 - RESERVED_CPU_MILLI}m`,
      memory: `${parseGi(pool.memory) * 1024 - RESERVED_MEMORY_MIB}Mi`,
    },
  };
}

// Names and units of NVIDIA's GPU feature discovery: memory in MiB, as a string.
function gpuLabels({ gpu }: NodePool): Record<string, string> {
  return gpu
    ? {
        'nvidia.com/gpu.present': 'true',
        'nvidia.com/gpu.product': gpu.product,
        'nvidia.com/gpu.memory': String(gpu.memoryMiB),
        'nvidia.com/gpu.count': String(gpu.count),
      }
    : {};
}

function parseGi(quantity: string): number {
  const match = /^(\d+)Gi$/.exec(quantity);
  if (!match) {
    throw new Error(`Memory of a node pool is given in Gi, not "${quantity}"`);
  }
  return Number(match[1]);
}
