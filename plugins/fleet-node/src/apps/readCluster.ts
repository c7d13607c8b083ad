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

import type { Cluster } from '@slipway/backstage-plugin-fleet-common';
import {
  countGpus,
  headroom,
  nodeCapacities,
  type Amounts,
  type NodeCapacity,
} from '../capacity';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import type { GpuConfig } from '../config';
import type { MetricsSource } from '../metrics/MetricsSource';
import { readGpuNodes } from './readGpuNodes';

/** A cluster as the fleet knows it, from memory. */
export function readCluster(
  monitor: ClusterMonitor,
  options: { metrics: MetricsSource; config: GpuConfig },
): Omit<Cluster, 'writable'> {
  const { settings, cache } = monitor;
  const nodes = [...cache.stores.nodes.values()];
  const gpuNodes = readGpuNodes(monitor, options);
  return {
    name: monitor.name,
    title: monitor.title,
    location: settings.location,
    group: settings.group,
    labels: settings.labels,
    version: monitor.version,
    freshness: monitor.freshness(),
    nodes: {
      total: nodes.length,
      ready: nodes.filter(({ ready }) => ready).length,
    },
    // What was never read is unknown, not nothing.
    headroom:
      nodes.length > 0
        ? headroom(readCapacities(monitor), usedBy(monitor, options.metrics))
        : undefined,
    gpus: gpuNodes.length > 0 ? countGpus(gpuNodes) : undefined,
    pods: { total: cache.stores.pods.size },
    kinds: monitor.kinds(),
  };
}

/** The nodes of a cluster with what is requested of each. */
export function readCapacities(monitor: ClusterMonitor): NodeCapacity[] {
  const { nodes, pods } = monitor.cache.stores;
  return nodeCapacities(nodes.values(), node => pods.by('node', node));
}

function usedBy(
  monitor: ClusterMonitor,
  metrics: MetricsSource,
): Partial<Amounts> {
  const pods = metrics.get(monitor.name)?.pods;
  if (!pods) {
    return {};
  }
  let cpu: number | undefined;
  let memory: number | undefined;
  for (const usage of pods.values()) {
    cpu = usage.cpu === undefined ? cpu : (cpu ?? 0) + usage.cpu;
    memory = usage.memory === undefined ? memory : (memory ?? 0) + usage.memory;
  }
  return { cpu, memory };
}
