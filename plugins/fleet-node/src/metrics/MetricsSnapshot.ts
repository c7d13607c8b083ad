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

/** What is measured of a pod. */
export interface PodUsage {
  /** Cores. */
  cpu?: number;
  /** Bytes. */
  memory?: number;
  requestsPerSecond?: number;
}

/** What is measured of one GPU. */
export interface GpuSample {
  node: string;
  index: number;
  namespace?: string;
  pod?: string;
  /** 0 to 1, mean of 5 min. */
  utilization?: number;
  memoryUsedMiB?: number;
  /** Since when its utilisation is below the idle threshold, epoch milliseconds; missing while that is not known. */
  quietSince?: number;
  /** Epoch milliseconds. */
  measuredAt: number;
}

/** What is measured of one cluster at one time. */
export interface ClusterMetrics {
  /** Epoch milliseconds. */
  asOf: number;
  /** By `namespace/pod`. */
  pods: ReadonlyMap<string, PodUsage>;
  /** By node. */
  gpus: ReadonlyMap<string, readonly GpuSample[]>;
}
