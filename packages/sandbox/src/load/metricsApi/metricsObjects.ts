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

import { ClusterUsage, PodUse, SimulatedNode } from './ClusterUsage';

/** Group and version that are served. */
export const GROUP = 'metrics.k8s.io';
export const GROUP_VERSION = `${GROUP}/v1beta1`;

const NANO = 1e9;
const KI = 1024;
/** Says on each object what the numbers are worth. */
const SIMULATED = { 'slipway.dev/simulated': 'true' };

/** Kubernetes quantities, in the units that metrics-server writes. */
interface Usage {
  cpu: string;
  memory: string;
}

/** An object of kind PodMetrics or NodeMetrics. */
export interface MetricsObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    creationTimestamp: string;
  };
  timestamp: string;
  window: string;
  usage?: Usage;
  containers?: Array<{ name: string; usage: Usage }>;
}

/** PodMetrics of an instance. Its first container uses all, as in the simulator's series; others use nothing. */
export function podMetrics(
  { at, windowSeconds }: ClusterUsage,
  { pod, use }: PodUse,
): MetricsObject {
  return {
    ...metricsObject('PodMetrics', at, windowSeconds, {
      name: pod.name,
      namespace: pod.namespace,
      labels: pod.labels,
    }),
    containers: [
      { name: pod.container, usage: toUsage([use]) },
      ...pod.otherContainers.map(name => ({ name, usage: toUsage([]) })),
    ],
  };
}

/** NodeMetrics: the sum of the node's instances; a system of its own is not simulated. */
export function nodeMetrics(
  { at, windowSeconds, pods }: ClusterUsage,
  node: SimulatedNode,
): MetricsObject {
  const uses = pods.filter(({ pod }) => pod.node === node.name);
  return {
    ...metricsObject('NodeMetrics', at, windowSeconds, node),
    usage: toUsage(uses.map(({ use }) => use)),
  };
}

function metricsObject(
  kind: string,
  at: Date,
  windowSeconds: number,
  metadata: {
    name: string;
    namespace?: string;
    labels: Record<string, string>;
  },
): MetricsObject {
  const timestamp = at.toISOString();
  return {
    apiVersion: GROUP_VERSION,
    kind,
    metadata: {
      ...metadata,
      annotations: SIMULATED,
      creationTimestamp: timestamp,
    },
    timestamp,
    window: `${windowSeconds}s`,
  };
}

function toUsage(uses: Array<PodUse['use']>): Usage {
  const sum = (key: 'cpu' | 'memory') =>
    uses.reduce((total, use) => total + use[key], 0);
  return {
    cpu: `${Math.round(sum('cpu') * NANO)}n`,
    memory: `${Math.round(sum('memory') / KI)}Ki`,
  };
}
