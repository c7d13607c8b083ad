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

import type { Freshness, HealthState } from './cluster';

/** @public */
export type WorkloadKind =
  | 'Deployment'
  | 'Rollout'
  | 'StatefulSet'
  | 'DaemonSet'
  | 'Job';

/**
 * Why instances are not as they should be. `message` is the plain sentence, `code` the field's own term.
 *
 * @public
 */
export interface HealthReason {
  /** For example `CrashLoopBackOff`, `OOMKilled`, `ImagePullBackOff`, `Unschedulable`. */
  code: string;
  severity: 'starting' | 'attention' | 'failing';
  message: string;
  /** How many instances it concerns. */
  instances: number;
  /** ISO 8601. */
  since?: string;
  exitCode?: number;
}

/** @public */
export interface Health {
  state: HealthState;
  /** Worst first. */
  reasons: HealthReason[];
}

/**
 * A version that runs, with the number of instances that run it.
 *
 * @public
 */
export interface AppVersion {
  /** `registry/repository:tag` as the pod asks for it. */
  image: string;
  tag?: string;
  /** `sha256:…` as the node resolved it. */
  digest?: string;
  instances: number;
}

/**
 * Who decides the number of replicas.
 *
 * @public
 */
export interface ReplicaOwner {
  kind: 'hpa' | 'rollout' | 'manager';
  /** Name of the autoscaler, or field manager of `spec.replicas`. */
  name: string;
  min?: number;
  max?: number;
}

/**
 * GPUs of an app in one cluster.
 *
 * @public
 */
export interface AppGpus {
  requested: number;
  allocated: number;
  busy: number;
  idle: number;
  unknown: number;
  /** Products in use with how many of each. */
  products: Record<string, number>;
  /** ISO 8601: since when the longest idle GPU is idle. */
  idleSince?: string;
}

/**
 * Load as Prometheus saw it.
 *
 * @public
 */
export interface AppLoad {
  requestsPerSecond: number;
  /** One value a minute over the last hour, oldest first; `null` is a gap. */
  series: Array<number | null>;
  asOf: string;
}

/**
 * How many instances are in which state; they sum up to max(desired, existing).
 *
 * @public
 */
export interface InstanceCounts {
  ready: number;
  starting: number;
  failing: number;
  /** Desired, but no node was found or no pod was made. */
  notPlaced: number;
}

/**
 * One workload object of an app.
 *
 * @public
 */
export interface Workload {
  kind: WorkloadKind;
  namespace: string;
  name: string;
  desired: number;
  ready: number;
  updated: number;
  /** ISO 8601. */
  createdAt: string;
  replicasSetBy?: ReplicaOwner;
  /** Rollouts: what the controller says of its steps. */
  rollout?: {
    phase: string;
    step?: number;
    steps?: number;
    message?: string;
    weight?: number;
  };
}

/**
 * An app in one cluster.
 *
 * @public
 */
export interface AppClusterStatus {
  cluster: string;
  location: string;
  group: string;
  freshness: Freshness;
  /** Missing when nothing of this app was ever read there. */
  status?: {
    workloads: Workload[];
    desired: number;
    ready: number;
    updated: number;
    restarts: number;
    restartsLastHour: number;
    versions: AppVersion[];
    instances: InstanceCounts;
    health: Health;
    replicasSetBy?: ReplicaOwner;
    gpus?: AppGpus;
    load?: AppLoad;
    /** When the oldest workload was made; ISO 8601. */
    createdAt: string;
  };
}

/**
 * An app over the fleet. Clusters that the viewer may not read are left out without a count.
 *
 * @public
 */
export interface AppStatus {
  entityRef: string;
  /** The selector in words, for the empty state: for example `backstage.io/kubernetes-id: feed-embedder`. */
  selector: string;
  clusters: AppClusterStatus[];
  health: Health;
}

/** @public */
export type InstanceState =
  | 'ready'
  | 'starting'
  | 'failing'
  | 'not-placed'
  | 'completed';

/**
 * One pod of an app.
 *
 * @public
 */
export interface Instance {
  cluster: string;
  namespace: string;
  name: string;
  node?: string;
  state: InstanceState;
  /** The state in words: `Ready`, `Waits to restart: exit code 137`. */
  message: string;
  reason?: HealthReason;
  restarts: number;
  /** ISO 8601. */
  lastRestartAt?: string;
  /** ISO 8601. */
  createdAt: string;
  containers: Array<{
    name: string;
    image: string;
    /** Bytes. */
    memoryLimit?: number;
    /** Cores. */
    cpuLimit?: number;
    /** Whether a previous run of this container has logs to show. */
    restarted: boolean;
  }>;
  /** Cores, as Prometheus saw it. */
  cpu?: number;
  /** Bytes, as Prometheus saw it. */
  memory?: number;
  gpus?: number;
}

/** @public */
export interface InstancePage {
  items: Instance[];
  total: number;
  notReady: number;
  freshness: Freshness;
}

/** @public */
export interface AppEvent {
  cluster: string;
  namespace: string;
  /** Kind and name of the object it is about. */
  object: { kind: string; name: string };
  severity: 'info' | 'attention' | 'failing';
  code: string;
  message: string;
  count: number;
  /** ISO 8601. */
  lastSeenAt: string;
}

/** @public */
export interface GpuSeries {
  /** Epoch milliseconds of the first value. */
  start: number;
  stepSeconds: number;
  /** Mean utilisation 0 to 1 of the GPUs that report; `null` is a gap. */
  utilization: Array<number | null>;
  /** GPUs that reported at the end. */
  reporting: number;
  /** Periods in which the mean was below the idle threshold, in epoch milliseconds. */
  idle: Array<{ from: number; to: number }>;
}
