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

/**
 * How far what fleet knows of a cluster can be trusted.
 *
 * - `live`: every watched kind is listed and its watch is open
 * - `catching-up`: a first list or a relist is under way
 * - `stale`: the watches broke; the last known state is shown
 * - `denied`: the API server refuses the service account
 * - `unreachable`: nothing answers at the API server's address
 *
 * @public
 */
export type ClusterState =
  | 'live'
  | 'catching-up'
  | 'stale'
  | 'denied'
  | 'unreachable';

/**
 * The state of a cluster's data, and since when it is so.
 *
 * @public
 */
export interface Freshness {
  state: ClusterState;
  /** When the data was last known to be right; ISO 8601. Missing when nothing was ever read. */
  asOf?: string;
  /** When `state` began; ISO 8601. */
  since: string;
  /** Whom the API server refuses when it is `denied`: Slipway (also when missing), or this viewer by its own RBAC. */
  deniedTo?: 'slipway' | 'viewer';
  /** What happened, as a plain sentence. Missing while live. */
  reason?: string;
  /** When fleet tries again; ISO 8601. */
  nextTryAt?: string;
  /** Objects read so far and, where the API server tells, how many there are about. */
  progress?: { read: number; expected?: number };
}

/**
 * One resource of a cluster, node pool or node. CPU in cores, memory in bytes, GPUs and pods as counts.
 *
 * @public
 */
export interface ResourceHeadroom {
  /** What ready, schedulable nodes offer. */
  allocatable: number;
  /** What pods on these nodes request. */
  requested: number;
  /** What is really used; missing where nobody measures it. */
  used?: number;
  /** allocatable − requested, never below 0. */
  free: number;
}

/** @public */
export interface Headroom {
  cpu: ResourceHeadroom;
  memory: ResourceHeadroom;
  gpu: ResourceHeadroom;
  pods: ResourceHeadroom;
}

/**
 * Nodes of one kind, as whoever runs the cluster keeps them.
 *
 * @public
 */
export interface NodePool {
  /** Empty for the nodes that no label puts into a pool. */
  name: string;
  /** The label that names it. */
  label?: string;
  nodes: { total: number; ready: number };
  headroom: Headroom;
}

/** @public */
export interface NodeHeadroom {
  name: string;
  /** Name of its pool; missing where no label tells. */
  pool?: string;
  ready: boolean;
  /** Whether it is ready and takes new pods; without that nothing counts as free. */
  open: boolean;
  headroom: Headroom;
}

/**
 * GPUs of a cluster by use. `unknown` are allocated GPUs that nobody measures: never counted as idle.
 *
 * @public
 */
export interface GpuCounts {
  total: number;
  free: number;
  busy: number;
  idle: number;
  unknown: number;
}

/** @public */
export type GpuUse = 'free' | 'busy' | 'idle' | 'unknown';

/**
 * One GPU of a node.
 *
 * @public
 */
export interface Gpu {
  index: number;
  use: GpuUse;
  /** 0 to 1, mean of 5 min; missing where nobody measures it. */
  utilization?: number;
  memoryUsedMiB?: number;
  /** Since when utilisation is below the idle threshold; ISO 8601. */
  idleSince?: string;
  /** When the figures were measured; ISO 8601. */
  measuredAt?: string;
  holder?: { namespace: string; pod: string; app?: string };
}

/**
 * A node that has GPUs.
 *
 * @public
 */
export interface GpuNode {
  name: string;
  /** `nvidia.com/gpu.product`. */
  product?: string;
  memoryMiB?: number;
  ready: boolean;
  gpus: Gpu[];
}

/**
 * One watched kind of a cluster.
 *
 * @public
 */
export interface KindStatus {
  kind: string;
  state: ClusterState | 'not-installed';
  objects: number;
  asOf?: string;
  reason?: string;
}

/**
 * A cluster as a viewer sees it.
 *
 * @public
 */
export interface Cluster {
  name: string;
  title?: string;
  location: string;
  group: string;
  labels: Record<string, string>;
  /** Version of the API server, without the leading v. */
  version?: string;
  freshness: Freshness;
  nodes: { total: number; ready: number };
  headroom?: Headroom;
  /** The same by node pool; missing where headroom is. */
  nodePools?: NodePool[];
  gpus?: GpuCounts;
  pods: { total: number };
  /** Whether this viewer may create and change apps here. */
  writable: boolean;
  kinds: KindStatus[];
}

/**
 * An app on a cluster that a person should look at.
 *
 * @public
 */
export interface AppAttention {
  entityRef: string;
  state: HealthState;
  /** The most important reason, as a plain sentence. */
  message: string;
}

/** @public */
export type HealthState =
  | 'healthy'
  | 'starting'
  | 'attention'
  | 'failing'
  | 'unknown';

/**
 * A cluster with what the Fleet page shows beside it.
 *
 * @public
 */
export interface ClusterDetails extends Cluster {
  /** Entity refs of the apps on this cluster that the viewer may see. */
  apps: string[];
  attention: AppAttention[];
  gpuNodes: GpuNode[];
}

/**
 * Slots for some sizes of instance, summed node by node.
 *
 * @public
 */
export interface ClusterSlots {
  cluster: string;
  slots: number;
  /** Why there are fewer slots than the free resource suggests, as a plain sentence. */
  reason?: string;
  /** Whether counting ended before the nodes were full. */
  atLeast?: boolean;
  /**
   * Whether the number depends on which of several nodes the scheduler takes, as with two spread constraints: it is
   * then what comes of the scheduler's default choice.
   */
  estimated?: boolean;
  /** Why nodes take none, those of most nodes first; at most 10. */
  obstacles?: SlotObstacle[];
  /** Each node, where that is asked for. */
  nodes?: NodeSlots[];
}

/**
 * Why some nodes of a cluster take no instance, as a fragment such as `not ready`.
 *
 * @public
 */
export interface SlotObstacle {
  reason: string;
  nodes: number;
}

/**
 * What one node takes.
 *
 * @public
 */
export interface NodeSlots {
  node: string;
  slots: number;
  /** Why it takes none. */
  reason?: string;
}

/**
 * A pod as a workload's `spec.template` describes it. What placement does not go by is left unread.
 *
 * @public
 */
export interface PodTemplate {
  metadata?: { labels?: Record<string, string> };
  /** As Kubernetes writes it (`v1.PodSpec`). */
  spec: Record<string, unknown>;
}

/**
 * What slots are counted for: instances of a template instead of a size.
 *
 * @public
 */
export interface SlotsQuery {
  template: PodTemplate;
  /** Where the instances would run. Default: `default`. */
  namespace?: string;
  /** Whether to tell the slots of each node. Default: false. */
  byNode?: boolean;
}

/** @public */
export interface SlotsRequest extends SlotsQuery {
  /** Default: all clusters that the viewer may see. */
  clusters?: string[];
}

/**
 * What one instance asks for. CPU in cores, memory in bytes.
 *
 * @public
 */
export interface InstanceSize {
  cpu: number;
  memory: number;
  gpu: number;
}

/** @public */
export interface FleetSummary {
  clusters: ClusterDetails[];
  /** GETs, LISTs and WATCHes sent to API servers, and what the same views would have cost the stock plugin, over the last hour. */
  requests: {
    made: number;
    saved: number;
    sinceSeconds: number;
    views: number;
  };
}
