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
 * What fleet keeps of a Kubernetes object: made by `worker/project.js`, before anything is stored.
 */
export interface ProjectedObject {
  uid: string;
  /** resourceVersion: opaque, compared only for equality. */
  version: string;
  /** Empty for objects without a namespace. */
  namespace: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  owner?: OwnerReference;
  /** Epoch milliseconds. */
  createdAt: number;
  /** Epoch milliseconds until which the object may take to end. */
  deletedAt?: number;
  /** The object itself, deflated and off the heap, where whole objects are held (see `wholeObjects.ts`). */
  whole?: Uint8Array;
}

export interface OwnerReference {
  kind: string;
  name: string;
  uid: string;
}

export interface ProjectedCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  /** Epoch milliseconds. */
  since?: number;
}

/** CPU in cores, memory in bytes, GPUs of any kind as a count. */
export interface Resources {
  cpu: number;
  memory: number;
  gpu: number;
}

/** With all other resources by their names, GPUs among them; missing where there are none. */
export interface NamedResources extends Resources {
  more?: Readonly<Record<string, number>>;
}

/** A label selector as Kubernetes writes it (`metav1.LabelSelector`). */
export interface LabelSelector {
  matchLabels?: Readonly<Record<string, string>>;
  matchExpressions?: ReadonlyArray<{
    key: string;
    operator: string;
    values?: readonly string[];
  }>;
}

/** A required term of affinity or anti-affinity between pods. */
export interface PodTerm {
  topologyKey: string;
  /** Missing: no pod. */
  selector?: LabelSelector;
  /** With `namespaceSelector`: which namespaces; neither: the pod's own. */
  namespaces?: readonly string[];
  namespaceSelector?: LabelSelector;
}

/** A port of the node itself. */
export interface HostPort {
  port: number;
  protocol: string;
  /** `0.0.0.0`: all addresses of the node. */
  ip: string;
}

/** What a pod keeps from other pods on its node or in its domain. */
export interface PodPlacement {
  hostPorts?: readonly HostPort[];
  antiAffinity?: readonly PodTerm[];
}

export interface Taint {
  key: string;
  value?: string;
  effect: string;
}

export interface ContainerSpec extends Resources {
  name: string;
  image: string;
  init: boolean;
  sidecar: boolean;
  /** Whether it has a readiness probe. */
  probed: boolean;
  cpuLimit?: number;
  memoryLimit?: number;
}

export interface Termination {
  reason?: string;
  message?: string;
  exitCode?: number;
  /** Epoch milliseconds. */
  finishedAt?: number;
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  restarts: number;
  imageId?: string;
  // One of these three, in which Kubernetes says its `state`, is there.
  waiting?: { reason?: string; message?: string };
  terminated?: Termination;
  /** Epoch milliseconds. */
  runningSince?: number;
  /** How its previous run ended. */
  last?: Termination;
}

export interface ProjectedPod extends ProjectedObject {
  node?: string;
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  reason?: string;
  message?: string;
  startedAt?: number;
  conditions: ProjectedCondition[];
  requests: Readonly<NamedResources>;
  /** Missing where the pod keeps nothing from others. */
  placement?: Readonly<PodPlacement>;
  containers: readonly ContainerSpec[];
  statuses: ContainerStatus[];
}

export interface ProjectedNode extends ProjectedObject {
  ready: boolean;
  unschedulable: boolean;
  taints: readonly Taint[];
  allocatable: NamedResources & { pods: number };
  gpuProduct?: string;
  gpuMemoryMiB?: number;
}

export interface ProjectedWorkload extends ProjectedObject {
  desired: number;
  existing: number;
  ready: number;
  updated: number;
  /** Whether the controller has seen the newest spec. */
  current: boolean;
  paused: boolean;
  /** Field manager of `spec.replicas`. */
  manager?: string;
  conditions: ProjectedCondition[];
  rollout?: ProjectedRollout;
}

export interface ProjectedRollout {
  phase: string;
  step?: number;
  steps?: number;
  message?: string;
  weight?: number;
  aborted: boolean;
}

export interface ProjectedReplicaSet extends ProjectedObject {
  desired: number;
  conditions: ProjectedCondition[];
}

export interface ProjectedAutoscaler extends ProjectedObject {
  target: { kind: string; name: string };
  min: number;
  max: number;
  conditions: ProjectedCondition[];
}

/** What all pods of a namespace may take together, and take. Amounts in cores, bytes and counts. */
export interface ProjectedQuota extends ProjectedObject {
  hard: Readonly<Record<string, number>>;
  used: Readonly<Record<string, number>>;
  /** Which pods it is about; none: all. */
  scopes: ReadonlyArray<{
    name: string;
    operator: string;
    values: readonly string[];
  }>;
}

/** What one pod or container of a namespace gets unless it says so, and may ask for at all. */
export interface ProjectedLimitRange extends ProjectedObject {
  limits: ReadonlyArray<{
    /** `Container`, `Pod`, and others that no pod is concerned by. */
    type: string;
    /** Quantities as Kubernetes writes them. */
    limits: Readonly<Record<string, string>>;
    requests: Readonly<Record<string, string>>;
    /** Amounts. */
    min: Readonly<Record<string, number>>;
    max: Readonly<Record<string, number>>;
  }>;
}

/** What is kept of each watched kind. */
export interface ProjectedKinds {
  nodes: ProjectedNode;
  pods: ProjectedPod;
  deployments: ProjectedWorkload;
  replicasets: ProjectedReplicaSet;
  statefulsets: ProjectedWorkload;
  daemonsets: ProjectedWorkload;
  jobs: ProjectedWorkload;
  rollouts: ProjectedWorkload;
  horizontalpodautoscalers: ProjectedAutoscaler;
  limitranges: ProjectedLimitRange;
  resourcequotas: ProjectedQuota;
  // Of these no more is kept than what finds them, and the whole object.
  services: ProjectedObject;
  configmaps: ProjectedObject;
  cronjobs: ProjectedObject;
  ingresses: ProjectedObject;
}

export type KindName = keyof ProjectedKinds;
