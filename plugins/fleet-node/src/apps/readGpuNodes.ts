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

import type { GpuNode } from '@slipway/backstage-plugin-fleet-common';
import { gpuNode } from '../capacity';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import type { GpuConfig } from '../config';
import type { MetricsSource } from '../metrics/MetricsSource';

/**
 * The GPU nodes of a cluster, by name.
 *
 * @param only these nodes; undefined: all
 */
export function readGpuNodes(
  monitor: ClusterMonitor,
  options: {
    metrics: MetricsSource;
    config: GpuConfig;
    only?: ReadonlySet<string>;
  },
): GpuNode[] {
  const { metrics, config, only } = options;
  const samples = metrics.get(monitor.name)?.gpus;
  const { nodes, pods } = monitor.cache.stores;
  return [...nodes.values()]
    .filter(node => node.allocatable.gpu > 0 && (!only || only.has(node.name)))
    .sort((one, other) =>
      one.name.localeCompare(other.name, 'en-US', { numeric: true }),
    )
    .map(node =>
      gpuNode({
        node,
        pods: pods.by('node', node.name),
        samples: samples?.get(node.name) ?? [],
        config,
        now: Date.now(),
      }),
    );
}
