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

import type { GpuSeries } from '@slipway/backstage-plugin-fleet-common';
import type { ClusterMetrics } from './MetricsSnapshot';

/** Pods of an app in one cluster: those that are, and those that were, known by their name. */
export interface PodGroup {
  cluster: string;
  namespaces: readonly string[];
  includes(namespace: string, pod: string): boolean;
}

/** Where measured values come from. Reads are answered from memory, save the GPU series. */
export interface MetricsSource {
  /** @returns undefined when nothing was measured lately */
  get(cluster: string): ClusterMetrics | undefined;
  /** Requests per second, one value a minute over the last hour; asking keeps the series alive for a while. */
  requestSeries(group: PodGroup): Array<number | null> | undefined;
  gpuSeries(
    groups: readonly PodGroup[],
    range: '1h' | '24h' | '7d',
  ): Promise<GpuSeries>;
  /** @param onRefresh is told after each refresh */
  start(onRefresh: () => void): void;
  close(): void;
}
