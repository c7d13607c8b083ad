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

import type { MetricsEndpoint } from './metricsApi';

/** What the simulator's process is told. */
export interface SimulatorConfig {
  /** Loopback port of its metrics. */
  port: number;
  clusters: Array<{
    name: string;
    url: string;
    caPem: string;
    token: string;
    /** Whether metrics of its GPUs are sent. */
    gpuMetrics: boolean;
    metricsApi: MetricsEndpoint;
  }>;
}

/** Metrics that apps and kubelets would export. */
export const APPS_PATH = '/metrics/apps';
/** Metrics that DCGM's exporter would export. */
export const GPUS_PATH = '/metrics/gpus';
