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

import { GIB, testNode, testPod } from './objects';
import { slotsOf, testTemplate, type PodSpec } from './placements';
import type { ProjectedNode, ProjectedPod } from '../projection';

export const ZONE = 'topology.kubernetes.io/zone';
export const HOST = 'kubernetes.io/hostname';

export function node(
  name: string,
  labels: Record<string, string> = {},
  over: Partial<ProjectedNode> = {},
): ProjectedNode {
  return testNode({
    name,
    labels: { [HOST]: name, ...labels },
    ...over,
    allocatable: {
      cpu: 4,
      memory: 8 * GIB,
      gpu: 0,
      pods: 10,
      ...over.allocatable,
    },
  });
}

export const A1 = node('a1', { [ZONE]: 'a', disk: 'ssd', rank: '3' });
export const A2 = node('a2', { [ZONE]: 'a', rank: '10' });
export const B1 = node('b1', { [ZONE]: 'b' });
export const NODES = [A1, A2, B1];
export const TAINTED = node(
  't1',
  { [ZONE]: 'b' },
  { taints: [{ key: 'team', value: 'ml', effect: 'NoSchedule' }] },
);
export const GPU = node(
  'g1',
  { [ZONE]: 'b' },
  {
    allocatable: {
      cpu: 4,
      memory: 8 * GIB,
      gpu: 4,
      pods: 10,
      more: { 'nvidia.com/gpu': 2, 'amd.com/gpu': 2 },
    },
  },
);

export const web = { matchLabels: { app: 'web' } };
export const db = { matchLabels: { app: 'db' } };

export function pod(
  onNode: string,
  app: string,
  over: Partial<ProjectedPod> = {},
): ProjectedPod {
  return testPod({
    name: `${app}-${onNode}`,
    node: onNode,
    labels: { app },
    requests: { cpu: 0, memory: 0, gpu: 0 },
    ...over,
  });
}

export const nodeAffinity = (...nodeSelectorTerms: object[]): PodSpec => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
    },
  },
});
export const labelled = (key: string, operator: string, ...values: string[]) =>
  nodeAffinity({ matchExpressions: [{ key, operator, values }] });
export const affinity = (...terms: object[]): PodSpec => ({
  affinity: {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
  },
});
export const antiAffinity = (...terms: object[]): PodSpec => ({
  affinity: {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
  },
});
export const spread = (...constraints: object[]): PodSpec => ({
  topologySpreadConstraints: constraints.map(constraint => ({
    maxSkew: 1,
    topologyKey: ZONE,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: web,
    ...constraint,
  })),
});
export const container = (resources: object, more: object = {}): PodSpec => ({
  containers: [{ name: 'web', resources, ...more }],
});
export const asking = (requests: object) => container({ requests });
export const tolerating = (...tolerations: object[]): PodSpec => ({
  tolerations,
});

export interface World {
  nodes?: ProjectedNode[];
  pods?: ProjectedPod[];
}

/** Name, spec, slots of each node, and what else the world has. */
export type Row = [string, PodSpec, Record<string, number>, World?];

/** The slots of each node of a world, which sum up to those of the cluster, and the nodes that do not say why they have none. */
export function slotsByNode(
  spec: PodSpec,
  { nodes = NODES, pods = [] }: World = {},
): { byNode: Record<string, number>; total: number; silent: string[] } {
  const found = slotsOf(testTemplate(spec), nodes, pods);
  return {
    byNode: Object.fromEntries(
      found.nodes!.map(item => [item.node, item.slots]),
    ),
    total: found.slots,
    silent: found
      .nodes!.filter(
        ({ slots, reason }) => slots > 0 === (reason !== undefined),
      )
      .map(({ node: name }) => name),
  };
}
