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
  Gpu,
  GpuCounts,
  GpuNode,
} from '@slipway/backstage-plugin-fleet-common';
import { KUBERNETES_ID_LABEL } from '@slipway/backstage-plugin-fleet-common';
import type { GpuConfig } from '../config';
import type { GpuSample } from '../metrics/MetricsSnapshot';
import type { ProjectedNode, ProjectedPod } from '../projection';
import { hasEnded } from './NodeCapacity';

export interface GpuNodeInput {
  node: ProjectedNode;
  pods: Iterable<ProjectedPod>;
  /** What is measured of this node's GPUs. */
  samples: readonly GpuSample[];
  config: GpuConfig;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * The GPUs of a node, each with who holds it. Kubernetes tells how many a pod holds but not which: the exporter's pod
 * label decides, and the others fill up in the order of their making.
 */
export function gpuNode(input: GpuNodeInput): GpuNode {
  const { node, samples } = input;
  const count = Math.round(node.allocatable.gpu);
  const holders = assignGpus(input, count);
  return {
    name: node.name,
    product: node.gpuProduct,
    memoryMiB: node.gpuMemoryMiB,
    ready: node.ready,
    gpus: Array.from({ length: count }, (_, index) =>
      describeGpu(
        index,
        holders[index],
        samples.find(sample => sample.index === index),
        input,
      ),
    ),
  };
}

/** GPUs of a cluster by use; `free` only where new pods may go. */
export function countGpus(nodes: readonly GpuNode[]): GpuCounts {
  const counts: GpuCounts = { total: 0, free: 0, busy: 0, idle: 0, unknown: 0 };
  for (const gpu of nodes.flatMap(({ gpus }) => gpus)) {
    counts.total += 1;
    counts[gpu.use] += 1;
  }
  return counts;
}

function assignGpus(
  { pods, samples }: GpuNodeInput,
  count: number,
): Array<ProjectedPod | undefined> {
  const holders = new Array<ProjectedPod | undefined>(count).fill(undefined);
  const holding = [...pods]
    .filter(pod => pod.requests.gpu > 0 && !hasEnded(pod))
    .sort(
      (one, other) =>
        one.createdAt - other.createdAt || (one.name < other.name ? -1 : 1),
    );
  const open = new Map(holding.map(pod => [pod, pod.requests.gpu]));
  for (const { index, namespace, pod: name } of samples) {
    const holder = holding.find(
      pod => pod.name === name && pod.namespace === namespace,
    );
    if (holder && index < count && open.get(holder)! > 0) {
      holders[index] = holder;
      open.set(holder, open.get(holder)! - 1);
    }
  }
  for (const [pod, left] of open) {
    for (let assigned = 0; assigned < left; assigned += 1) {
      const index = holders.indexOf(undefined);
      if (index >= 0) {
        holders[index] = pod;
      }
    }
  }
  return holders;
}

function describeGpu(
  index: number,
  pod: ProjectedPod | undefined,
  sample: GpuSample | undefined,
  { config, now }: GpuNodeInput,
): Gpu {
  if (!pod) {
    return { index, use: 'free' };
  }
  const idleSince = idleFrom(pod, sample, config, now);
  return {
    index,
    use: gpuUse(sample, idleSince),
    utilization: sample?.utilization,
    memoryUsedMiB: sample?.memoryUsedMiB,
    idleSince:
      idleSince === undefined ? undefined : new Date(idleSince).toISOString(),
    measuredAt: sample && new Date(sample.measuredAt).toISOString(),
    holder: {
      namespace: pod.namespace,
      pod: pod.name,
      app: pod.labels[KUBERNETES_ID_LABEL],
    },
  };
}

function gpuUse(
  sample: GpuSample | undefined,
  idleSince: number | undefined,
): Gpu['use'] {
  // No data is unknown, never idle: an exporter that fails must not look like a GPU that nobody uses.
  if (sample?.utilization === undefined) {
    return 'unknown';
  }
  return idleSince === undefined ? 'busy' : 'idle';
}

/** @returns since when the GPU is idle, once that is long enough; epoch milliseconds */
function idleFrom(
  pod: ProjectedPod,
  sample: GpuSample | undefined,
  config: GpuConfig,
  now: number,
): number | undefined {
  if (
    sample?.utilization === undefined ||
    sample.quietSince === undefined ||
    sample.utilization >= config.idleThreshold
  ) {
    return undefined;
  }
  // The pod before may have left it idle.
  const since = Math.max(sample.quietSince, pod.startedAt ?? pod.createdAt);
  return now - since >= config.idleMs ? since : undefined;
}
