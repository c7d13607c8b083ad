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
import { countGpus, headroom, nodePools, type ResourceName } from '../capacity';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import type { CapacityConfig, GpuConfig } from '../config';
import type { MetricsSource } from '../metrics/MetricsSource';
import { hasCapacities, readCapacities } from './readCapacities';
import { readGpuNodes } from './readGpuNodes';

/** A cluster as the fleet knows it, from memory. */
export function readCluster(
  monitor: ClusterMonitor,
  options: {
    metrics: MetricsSource;
    config: GpuConfig;
    capacity: CapacityConfig;
  },
): Omit<Cluster, 'writable'> {
  const { settings, cache } = monitor;
  const nodes = [...cache.stores.nodes.values()];
  const gpuNodes = readGpuNodes(monitor, options);
  // What was never read is unknown, not nothing.
  const capacities =
    nodes.length > 0 && hasCapacities(monitor)
      ? readCapacities(monitor)
      : undefined;
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
    headroom:
      capacities && headroom(capacities, usedBy(monitor, options.metrics)),
    nodePools: capacities && nodePools(capacities, options.capacity.poolLabels),
    gpus: gpuNodes.length > 0 ? countGpus(gpuNodes) : undefined,
    pods: { total: cache.stores.pods.size },
    kinds: monitor.kinds(),
  };
}

function usedBy(
  monitor: ClusterMonitor,
  metrics: MetricsSource,
): Partial<Record<ResourceName, number>> {
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
