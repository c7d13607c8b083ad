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
  ClientPodStatus,
  PodStatusFetchResponse,
} from '@backstage/plugin-kubernetes-common';

type PodStatus = PodStatusFetchResponse['resources'][number];
type Resource = PodStatus['CPU'];

/** A pod's metrics as the stock plugin sends them to the browser (`toClientSafePodMetrics`, 0.21.11). */
export function clientPodMetrics(status: PodStatus): ClientPodStatus {
  return {
    pod: status.Pod,
    memory: clientResource(status.Memory),
    cpu: clientResource(status.CPU),
    containers: status.Containers.map(container => ({
      container: container.Container,
      cpuUsage: clientResource(container.CPUUsage),
      memoryUsage: clientResource(container.MemoryUsage),
    })),
  };
}

function clientResource(resource: Resource) {
  return {
    currentUsage: plain(resource.CurrentUsage),
    requestTotal: plain(resource.RequestTotal),
    limitTotal: plain(resource.LimitTotal),
  };
}

/** JSON has no large integers. */
function plain(value: number | bigint): number | string {
  return typeof value === 'bigint' ? value.toString() : value;
}
