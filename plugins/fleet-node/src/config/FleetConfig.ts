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

import type { ClusterAccess } from '../access';

/** What config says of one cluster. */
export interface ClusterSettings {
  location: string;
  group: string;
  title?: string;
  labels: Record<string, string>;
  authorization: ClusterAccess['authorization'];
  /** Entity ref of who runs the cluster. */
  owner?: string;
  tokenFile?: string;
}

export interface PrometheusConfig {
  url: string;
  clusterLabel: string;
  token?: string;
  refreshMs: number;
  queries: { requests?: string; cpu?: string; memory?: string };
}

export interface WatchConfig {
  /** Objects a page. */
  pageSize: number;
  /** Shortest server side timeout of a watch; the longest is twice that. */
  timeoutSeconds: number;
  inactivityMs: number;
  maxBackoffMs: number;
  requestTimeoutMs: number;
  /** Worker threads; undefined: chosen by the number of clusters. */
  workers?: number;
}

export interface GpuConfig {
  /** 0 to 1. */
  idleThreshold: number;
  idleMs: number;
}

export interface CapacityConfig {
  /** Labels that name a node's pool, the most telling first. */
  poolLabels: readonly string[];
}

export interface ObjectsConfig {
  /** Undefined: on when a plugin asks for whole objects. */
  enabled?: boolean;
  /** Plurals; undefined: all that can be held. */
  kinds?: ReadonlySet<string>;
  maxBytes: number;
}

/** `slipway.fleet` of app-config, with defaults. */
export interface FleetConfig {
  clusters: Map<string, ClusterSettings>;
  prometheus?: PrometheusConfig;
  gpu: GpuConfig;
  capacity: CapacityConfig;
  watch: WatchConfig;
  /** The most that what is known of all clusters may take, whole objects apart. */
  maxBytes: number;
  objects: ObjectsConfig;
}
