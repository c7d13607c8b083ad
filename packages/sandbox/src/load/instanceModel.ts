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

/** Requests per second that one CPU core serves before it is busy all the time. */
const CAPACITY_PER_CORE = 160;
const BASE_LATENCY_SECONDS = 0.012;
/** Latency grows without bound as an instance nears its capacity; this is where the model stops. */
const MAX_UTILIZATION = 0.97;
const BASE_ERROR_RATIO = 0.0004;
/** Above this utilisation requests begin to fail. */
const OVERLOAD = 0.9;
const BASE_THREADS = 24;
const BYTES_PER_REQUEST = 6_200;
const IDLE_CPU_RATIO = 0.03;
const IDLE_MEMORY_RATIO = 0.42;
const LOADED_MEMORY_RATIO = 0.35;

/** Upper bounds of the latency histogram, in seconds. */
export const LATENCY_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];

/** What one instance does at one moment. */
export interface InstanceUse {
  requestsPerSecond: number;
  errorsPerSecond: number;
  bytesPerSecond: number;
  threads: number;
  latencySeconds: number;
  /** CPU cores. */
  cpu: number;
  /** Bytes. */
  memory: number;
}

/** What an instance asked for. */
export interface InstanceSize {
  /** CPU cores. */
  cpu: number;
  /** Bytes. */
  memory: number;
}

/**
 * What an instance of a size does under a load. A model with the shapes that real services have (an M/M/1 queue for
 * latency), not a measurement.
 */
export function useUnderLoad(
  size: InstanceSize,
  requestsPerSecond: number,
): InstanceUse {
  const utilization = requestsPerSecond / (CAPACITY_PER_CORE * size.cpu);
  const bounded = Math.min(utilization, MAX_UTILIZATION);
  const latencySeconds = BASE_LATENCY_SECONDS / (1 - bounded);
  const errorRatio =
    BASE_ERROR_RATIO + Math.max(0, Math.min(1, utilization) - OVERLOAD);
  return {
    requestsPerSecond,
    errorsPerSecond: requestsPerSecond * errorRatio,
    bytesPerSecond: requestsPerSecond * BYTES_PER_REQUEST,
    threads: Math.round(BASE_THREADS + requestsPerSecond * latencySeconds * 4),
    latencySeconds,
    cpu: size.cpu * Math.min(1, IDLE_CPU_RATIO + utilization),
    memory: size.memory * (IDLE_MEMORY_RATIO + LOADED_MEMORY_RATIO * bounded),
  };
}

/** Which part of requests answers within a bound, for an exponential distribution around the mean. */
export function partWithin(boundSeconds: number, meanSeconds: number): number {
  return 1 - Math.exp(-boundSeconds / meanSeconds);
}
