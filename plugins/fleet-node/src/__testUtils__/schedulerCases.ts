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

export const ZONE = 'topology.kubernetes.io/zone';
export const HOST = 'kubernetes.io/hostname';
interface Spec {
  [field: string]: unknown;
}

const byLabel = (labels: Record<string, string>) => ({ matchLabels: labels });
const app = (name: string) => byLabel({ app: name });
const term = (topologyKey: string, name: string) => ({
  topologyKey,
  labelSelector: app(name),
});
const required = (...terms: object[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: terms,
});
const spreadOver = (topologyKey: string, more: object = {}) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: app('web'),
  ...more,
});
/** A pod with one container that asks for this. */
export const asking = (
  requests: Record<string, string>,
  more: object = {},
) => ({
  containers: [
    {
      name: 'web',
      image: 'slipway.test/web:1',
      resources: { requests, limits: limitsOf(requests) },
      ...more,
    },
  ],
});

/** Extended resources are not to be had without a limit. */
function limitsOf(requests: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(requests).filter(([name]) => name.includes('/')),
  );
}

/** One instance as most of them are. */
export const CORE = asking({ cpu: '500m', memory: '128Mi' });
const ML = { key: 'team', operator: 'Equal', value: 'ml' };

export interface SimulatedNode {
  name: string;
  zone?: string;
  labels?: Record<string, string>;
  allocatable?: Record<string, string>;
  spec?: object;
  /** Nobody plays it. */
  dead?: boolean;
}

/** Shapes, zones, labels, taints, and one that never gets ready. */
export const NODES: SimulatedNode[] = [
  { name: 'a1', zone: 'a', labels: { disk: 'ssd', rank: '3' } },
  { name: 'a2', zone: 'a', labels: { rank: '10' }, allocatable: { cpu: '1' } },
  { name: 'b1', zone: 'b', allocatable: { 'ephemeral-storage': '10Gi' } },
  { name: 'b2', zone: 'b', allocatable: { pods: '3' } },
  { name: 'c1', zone: 'c', labels: { disk: 'ssd' } },
  {
    name: 'gpu1',
    zone: 'b',
    allocatable: { 'nvidia.com/gpu': '4' },
    spec: {
      taints: [
        { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
      ],
    },
  },
  { name: 'gpu2', zone: 'c', allocatable: { 'nvidia.com/gpu': '2' } },
  {
    name: 'ml1',
    zone: 'd',
    spec: { taints: [{ key: 'team', value: 'ml', effect: 'NoSchedule' }] },
  },
  { name: 'closed1', zone: 'a', spec: { unschedulable: true } },
  { name: 'nozone1' },
  { name: 'dead1', zone: 'a', dead: true },
];

export interface Tenant extends Spec {
  node: string;
  app: string;
  labels?: object;
}

/** Pods that run already, on nodes that are said. */
export const TENANTS: Tenant[] = [
  {
    node: 'a1',
    app: 'db',
    ...asking(
      { cpu: '250m' },
      { ports: [{ containerPort: 8080, hostPort: 8080 }] },
    ),
  },
  {
    node: 'b1',
    app: 'quiet',
    ...CORE,
    affinity: { podAntiAffinity: required(term(ZONE, 'loud')) },
  },
  { node: 'a2', app: 'web', labels: { 'pod-template-hash': 'old' }, ...CORE },
];

/** A template that slots and the scheduler must agree on. */
export interface SchedulerCase {
  name: string;
  spec: Spec;
  labels?: Record<string, string>;
  /** Labels that a controller adds, which a template does not have. */
  added?: Record<string, string>;
  /** Whether placing leaves each node no choice but to take what it has room for. */
  byNode?: boolean;
}

/** Each constraint alone, then some together. */
export const CASES: SchedulerCase[] = [
  { name: 'CPU and memory', spec: CORE, byNode: true },
  { name: 'places for pods', spec: asking({ cpu: '100m' }), byNode: true },
  {
    name: 'node selector',
    spec: { ...CORE, nodeSelector: { disk: 'ssd' } },
    byNode: true,
  },
  {
    name: 'node affinity',
    spec: {
      ...CORE,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'rank', operator: 'Gt', values: ['5'] },
                  { key: 'disk', operator: 'NotIn', values: ['ssd'] },
                ],
              },
              {
                matchFields: [
                  { key: 'metadata.name', operator: 'In', values: ['c1'] },
                ],
              },
            ],
          },
        },
      },
    },
    byNode: true,
  },
  {
    name: 'toleration and node selector',
    spec: { ...CORE, tolerations: [ML], nodeSelector: { [ZONE]: 'd' } },
    byNode: true,
  },
  {
    name: 'toleration of all but nodes that are not ready',
    spec: {
      ...CORE,
      tolerations: [
        ML,
        { key: 'node.kubernetes.io/unschedulable', operator: 'Exists' },
      ],
      nodeSelector: { [ZONE]: 'a' },
    },
    byNode: true,
  },
  {
    name: 'GPUs',
    spec: asking({ 'nvidia.com/gpu': '1', cpu: '500m' }),
    byNode: true,
  },
  {
    name: 'GPUs behind a taint',
    spec: {
      ...asking({ 'nvidia.com/gpu': '1', cpu: '100m' }),
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
    },
    byNode: true,
  },
  {
    name: 'ephemeral storage',
    spec: asking({ cpu: '100m', 'ephemeral-storage': '4Gi' }),
    byNode: true,
  },
  {
    name: 'init containers and sidecars',
    spec: {
      ...CORE,
      initContainers: [
        {
          name: 'proxy',
          image: 'slipway.test/proxy:1',
          restartPolicy: 'Always',
          resources: { requests: { cpu: '100m' } },
        },
        {
          name: 'setup',
          image: 'slipway.test/setup:1',
          resources: { requests: { cpu: '900m' } },
        },
      ],
    },
    byNode: true,
  },
  {
    name: 'a pod that asks as a whole',
    spec: { ...CORE, resources: { requests: { cpu: '700m' } } },
    byNode: true,
  },
  {
    name: 'host port',
    spec: asking(
      { cpu: '100m' },
      { ports: [{ containerPort: 8080, hostPort: 8080 }] },
    ),
    byNode: true,
  },
  {
    name: 'anti-affinity to itself on a node',
    spec: {
      ...CORE,
      affinity: { podAntiAffinity: required(term(HOST, 'web')) },
    },
    byNode: true,
  },
  {
    name: 'anti-affinity to itself in a zone',
    spec: {
      ...CORE,
      affinity: { podAntiAffinity: required(term(ZONE, 'web')) },
    },
  },
  {
    name: 'anti-affinity to others',
    spec: {
      ...CORE,
      affinity: { podAntiAffinity: required(term(ZONE, 'db')) },
    },
    byNode: true,
  },
  {
    name: 'anti-affinity of others',
    spec: CORE,
    labels: { app: 'loud' },
    byNode: true,
  },
  {
    name: 'affinity to others',
    spec: { ...CORE, affinity: { podAffinity: required(term(ZONE, 'db')) } },
    byNode: true,
  },
  {
    name: 'affinity to itself on a node',
    spec: {
      ...CORE,
      nodeSelector: { disk: 'ssd' },
      affinity: { podAffinity: required(term(HOST, 'fresh')) },
    },
    labels: { app: 'fresh' },
  },
  {
    name: 'spread over zones, one of them behind a taint',
    spec: { ...CORE, topologySpreadConstraints: [spreadOver(ZONE)] },
  },
  {
    name: 'spread over zones that are not behind a taint',
    spec: {
      ...CORE,
      topologySpreadConstraints: [
        spreadOver(ZONE, { nodeTaintsPolicy: 'Honor' }),
      ],
    },
  },
  {
    name: 'spread over more zones than there are',
    spec: {
      ...CORE,
      tolerations: [ML],
      topologySpreadConstraints: [
        spreadOver(ZONE, { maxSkew: 2, minDomains: 7 }),
      ],
    },
  },
  {
    name: 'spread of one revision over nodes of two zones',
    spec: {
      ...CORE,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: ZONE, operator: 'In', values: ['a', 'b'] },
                ],
              },
            ],
          },
        },
      },
      topologySpreadConstraints: [
        spreadOver(HOST, {
          maxSkew: 2,
          nodeTaintsPolicy: 'Honor',
          matchLabelKeys: ['pod-template-hash'],
        }),
      ],
    },
    added: { 'pod-template-hash': 'new' },
  },
  {
    name: 'spread over zones and nodes',
    spec: {
      ...CORE,
      tolerations: [ML],
      topologySpreadConstraints: [
        spreadOver(ZONE, { maxSkew: 2 }),
        spreadOver(HOST, { maxSkew: 2, nodeTaintsPolicy: 'Honor' }),
      ],
    },
  },
  {
    name: 'spread over zones, one a node, on nodes with GPUs',
    spec: {
      ...asking({ 'nvidia.com/gpu': '1' }),
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
      affinity: { podAntiAffinity: required(term(HOST, 'web')) },
      topologySpreadConstraints: [
        spreadOver(ZONE, { maxSkew: 3, nodeTaintsPolicy: 'Honor' }),
      ],
    },
  },
];
