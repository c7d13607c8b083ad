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

import { GIB, NOW, testNode, testPod } from '../../__testUtils__/objects';
import {
  slotsOf,
  testTemplate,
  type PodSpec,
} from '../../__testUtils__/placements';
import type { ProjectedNode, ProjectedPod } from '../../projection';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';

function node(
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

const A1 = node('a1', { [ZONE]: 'a', disk: 'ssd', rank: '3' });
const A2 = node('a2', { [ZONE]: 'a', rank: '10' });
const B1 = node('b1', { [ZONE]: 'b' });
const NODES = [A1, A2, B1];
const TAINTED = node(
  't1',
  { [ZONE]: 'b' },
  { taints: [{ key: 'team', value: 'ml', effect: 'NoSchedule' }] },
);
const GPU = node(
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

const web = { matchLabels: { app: 'web' } };
const db = { matchLabels: { app: 'db' } };

function pod(
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

const nodeAffinity = (...nodeSelectorTerms: object[]): PodSpec => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
    },
  },
});
const labelled = (key: string, operator: string, ...values: string[]) =>
  nodeAffinity({ matchExpressions: [{ key, operator, values }] });
const affinity = (...terms: object[]): PodSpec => ({
  affinity: {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
  },
});
const antiAffinity = (...terms: object[]): PodSpec => ({
  affinity: {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
  },
});
const spread = (...constraints: object[]): PodSpec => ({
  topologySpreadConstraints: constraints.map(constraint => ({
    maxSkew: 1,
    topologyKey: ZONE,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: web,
    ...constraint,
  })),
});
const container = (resources: object, more: object = {}): PodSpec => ({
  containers: [{ name: 'web', resources, ...more }],
});
const asking = (requests: object) => container({ requests });
const tolerating = (...tolerations: object[]): PodSpec => ({ tolerations });

/** Name, spec, slots of each node, and what else the world has. */
type Row = [
  string,
  PodSpec,
  Record<string, number>,
  { nodes?: ProjectedNode[]; pods?: ProjectedPod[] }?,
];

const ROWS: Row[] = [
  ['room alone', {}, { a1: 4, a2: 4, b1: 4 }],
  ['node name', { nodeName: 'a2' }, { a1: 0, a2: 4, b1: 0 }],
  ['node selector', { nodeSelector: { [ZONE]: 'a' } }, { a1: 4, a2: 4, b1: 0 }],
  ['In', labelled(ZONE, 'In', 'b', 'c'), { a1: 0, a2: 0, b1: 4 }],
  ['NotIn', labelled('disk', 'NotIn', 'ssd'), { a1: 0, a2: 4, b1: 4 }],
  ['Exists', labelled('disk', 'Exists'), { a1: 4, a2: 0, b1: 0 }],
  ['DoesNotExist', labelled('disk', 'DoesNotExist'), { a1: 0, a2: 4, b1: 4 }],
  ['Gt compares numbers', labelled('rank', 'Gt', '3'), { a1: 0, a2: 4, b1: 0 }],
  ['Lt compares numbers', labelled('rank', 'Lt', '9'), { a1: 4, a2: 0, b1: 0 }],
  [
    'either of two terms, all of each',
    nodeAffinity(
      {
        matchExpressions: [
          { key: 'disk', operator: 'Exists' },
          { key: ZONE, operator: 'In', values: ['b'] },
        ],
      },
      {
        matchFields: [{ key: 'metadata.name', operator: 'In', values: ['b1'] }],
      },
    ),
    { a1: 0, a2: 0, b1: 4 },
  ],
  ['an empty term holds nowhere', nodeAffinity({}), { a1: 0, a2: 0, b1: 0 }],
  ['taint', {}, { a1: 4, t1: 0 }, { nodes: [A1, TAINTED] }],
  [
    'taint tolerated',
    tolerating({ key: 'team', value: 'ml', effect: 'NoSchedule' }),
    { t1: 4 },
    { nodes: [TAINTED] },
  ],
  [
    'taint of another value',
    tolerating({ key: 'team', value: 'web' }),
    { t1: 0 },
    { nodes: [TAINTED] },
  ],
  [
    'taint of another effect',
    tolerating({ key: 'team', operator: 'Exists', effect: 'NoExecute' }),
    { t1: 0 },
    { nodes: [TAINTED] },
  ],
  [
    'all tolerated: closed nodes too, but not those that are not ready',
    tolerating({ operator: 'Exists' }),
    { t1: 4, c1: 4, n1: 0 },
    {
      nodes: [
        TAINTED,
        node('c1', {}, { unschedulable: true }),
        node('n1', {}, { ready: false }),
      ],
    },
  ],
  [
    'GPUs by name',
    asking({ 'nvidia.com/gpu': 1 }),
    { g1: 2 },
    { nodes: [GPU] },
  ],
  [
    'GPUs of another pod',
    asking({ 'amd.com/gpu': 1 }),
    { g1: 1 },
    {
      nodes: [GPU],
      pods: [
        pod('g1', 'db', {
          requests: { cpu: 0, memory: 0, gpu: 0, more: { 'amd.com/gpu': 1 } },
        }),
      ],
    },
  ],
  [
    'ephemeral storage',
    asking({ 'ephemeral-storage': '3Gi' }),
    { s1: 3, b1: 0 },
    {
      nodes: [
        node(
          's1',
          {},
          {
            allocatable: {
              cpu: 4,
              memory: 1,
              gpu: 0,
              pods: 10,
              more: { 'ephemeral-storage': 10 * GIB },
            },
          },
        ),
        B1,
      ],
    },
  ],
  [
    'a limit is a request',
    container({ limits: { cpu: '2' } }),
    { a1: 2, a2: 2, b1: 2 },
  ],
  [
    'init containers, sidecars and overhead',
    {
      ...asking({ cpu: '500m' }),
      initContainers: [
        {
          name: 'proxy',
          restartPolicy: 'Always',
          resources: { requests: { cpu: '250m' } },
        },
        { name: 'setup', resources: { requests: { cpu: '1' } } },
      ],
      overhead: { cpu: '50m' },
    },
    { a1: 3, a2: 3, b1: 3 },
  ],
  [
    'no more pods than a node may have',
    asking({}),
    { a1: 8, b1: 10 },
    { nodes: [A1, B1], pods: [pod('a1', 'x'), pod('a1', 'y')] },
  ],
  [
    'host ports: one an address, protocol and node',
    container({}, { ports: [{ hostPort: 80 }] }),
    { a1: 0, a2: 1, b1: 1 },
    {
      pods: [
        pod('a1', 'db', {
          placement: { hostPorts: [{ port: 80, protocol: 'TCP', ip: '::1' }] },
        }),
        pod('a2', 'db', {
          placement: {
            hostPorts: [{ port: 80, protocol: 'UDP', ip: '0.0.0.0' }],
          },
        }),
      ],
    },
  ],
  [
    'ports of the host network',
    { hostNetwork: true, ...container({}, { ports: [{ containerPort: 80 }] }) },
    { a1: 1, a2: 1, b1: 1 },
  ],
  [
    'anti-affinity to itself: one a node',
    antiAffinity({ topologyKey: HOST, labelSelector: web }),
    { a1: 1, a2: 1, b1: 1 },
  ],
  [
    'anti-affinity to itself: one a zone, wherever',
    antiAffinity({ topologyKey: ZONE, labelSelector: web }),
    { a1: 1, a2: 0, b1: 1 },
  ],
  [
    'nodes without the label are no domain of anti-affinity',
    antiAffinity({ topologyKey: ZONE, labelSelector: web }),
    { x1: 4, b1: 1 },
    { nodes: [node('x1'), B1] },
  ],
  [
    'anti-affinity to others',
    antiAffinity({ topologyKey: ZONE, labelSelector: db }),
    { a1: 0, a2: 0, b1: 4 },
    { pods: [pod('a2', 'db')] },
  ],
  [
    'anti-affinity to others, in another namespace',
    antiAffinity({ topologyKey: ZONE, labelSelector: db }),
    { a1: 4, a2: 4, b1: 4 },
    { pods: [pod('a2', 'db', { namespace: 'other' })] },
  ],
  [
    'anti-affinity to others, in namespaces by name',
    antiAffinity(
      { topologyKey: HOST, labelSelector: db, namespaces: ['other'] },
      {
        topologyKey: HOST,
        labelSelector: db,
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': 'third' },
        },
      },
    ),
    { a1: 0, a2: 0, b1: 4 },
    {
      pods: [
        pod('a1', 'db', { namespace: 'other' }),
        pod('a2', 'db', { namespace: 'third' }),
        pod('b1', 'db'),
      ],
    },
  ],
  [
    'namespaces that are not known are taken for the worse',
    antiAffinity({
      topologyKey: HOST,
      labelSelector: db,
      namespaceSelector: { matchLabels: { tier: 'data' } },
    }),
    { a1: 0, a2: 4, b1: 4 },
    { pods: [pod('a1', 'db', { namespace: 'other' })] },
  ],
  [
    'pods that run already keep it away',
    {},
    { a1: 0, a2: 0, b1: 4 },
    {
      pods: [
        pod('a1', 'db', {
          placement: { antiAffinity: [{ topologyKey: ZONE, selector: web }] },
        }),
        pod('b1', 'db', {
          namespace: 'other',
          placement: { antiAffinity: [{ topologyKey: ZONE, selector: web }] },
        }),
      ],
    },
  ],
  [
    'pods that ended keep nobody away',
    {},
    { a1: 4, a2: 4, b1: 4 },
    {
      pods: [
        pod('a1', 'db', {
          phase: 'Succeeded',
          placement: { antiAffinity: [{ topologyKey: ZONE, selector: web }] },
        }),
      ],
    },
  ],
  [
    'affinity to others',
    affinity({ topologyKey: ZONE, labelSelector: db }),
    { a1: 0, a2: 0, b1: 4 },
    { pods: [pod('b1', 'db')] },
  ],
  [
    'affinity to others who are not there',
    affinity({ topologyKey: ZONE, labelSelector: db }),
    { a1: 0, a2: 0, b1: 0 },
  ],
  [
    'affinity to itself: all join the first',
    affinity({ topologyKey: ZONE, labelSelector: web }),
    { a1: 0, a2: 0, b1: 4 },
    {
      pods: [
        pod('a1', 'x', { requests: { cpu: 1, memory: 0, gpu: 0 } }),
        pod('a2', 'x', { requests: { cpu: 1, memory: 0, gpu: 0 } }),
      ],
    },
  ],
  [
    'two affinities, met by one pod',
    affinity(
      { topologyKey: ZONE, labelSelector: db },
      {
        topologyKey: ZONE,
        labelSelector: {
          matchExpressions: [{ key: 'role', operator: 'Exists' }],
        },
      },
    ),
    { a1: 0, a2: 0, b1: 4 },
    {
      pods: [
        pod('a1', 'db'),
        pod('b1', 'db', { labels: { app: 'db', role: 'x' } }),
      ],
    },
  ],
  [
    'spread: as many as the smallest zone and the skew',
    spread({}),
    { a1: 3, a2: 2, b1: 4 },
  ],
  [
    'spread counts what runs, in its namespace, and is not ending',
    spread({}),
    { a1: 2, a2: 1, b1: 4 },
    {
      pods: [
        pod('a1', 'web'),
        pod('a2', 'web'),
        pod('b1', 'web', { namespace: 'other' }),
        pod('b1', 'web', { deletedAt: NOW }),
      ],
    },
  ],
  [
    'spread: a closed zone counts as empty',
    spread({}),
    { a1: 1, a2: 0, t1: 0 },
    { nodes: [A1, A2, TAINTED] },
  ],
  [
    'spread: a tainted zone is left out where taints are honoured',
    spread({ nodeTaintsPolicy: 'Honor' }),
    { a1: 4, a2: 4, t1: 0 },
    { nodes: [A1, A2, TAINTED] },
  ],
  [
    'spread: a zone outside of the node affinity is left out',
    { ...spread({}), nodeSelector: { [ZONE]: 'a' } },
    { a1: 4, a2: 4, b1: 0 },
  ],
  [
    'spread: unless the affinity is ignored',
    {
      ...spread({ nodeAffinityPolicy: 'Ignore' }),
      nodeSelector: { [ZONE]: 'a' },
    },
    { a1: 1, a2: 0, b1: 0 },
  ],
  [
    'spread: fewer domains than wanted',
    spread({ minDomains: 3, maxSkew: 2 }),
    { a1: 1, a2: 1, b1: 2 },
  ],
  [
    'spread: nodes without the label',
    spread({}),
    { x1: 0, b1: 4 },
    { nodes: [node('x1'), B1] },
  ],
  [
    'spread of others: only where there are not too many',
    spread({ labelSelector: db }),
    { a1: 0, a2: 0, b1: 4 },
    { pods: [pod('a1', 'db'), pod('a2', 'db')] },
  ],
  [
    'spread by an empty selector keeps nobody away',
    spread({ labelSelector: {} }),
    { a1: 4, a2: 4, b1: 4 },
  ],
  [
    'spread that only prefers',
    spread({ whenUnsatisfiable: 'ScheduleAnyway' }),
    { a1: 4, a2: 4, b1: 4 },
  ],
  [
    'spread of one revision',
    spread({ matchLabelKeys: ['pod-template-hash'] }),
    { a1: 3, a2: 2, b1: 4 },
    { pods: [pod('a1', 'web'), pod('a2', 'web')] },
  ],
  [
    'spread by a key that instances do not have',
    spread({ matchLabelKeys: ['track'] }),
    { a1: 2, a2: 1, b1: 4 },
    { pods: [pod('a1', 'web'), pod('a2', 'web')] },
  ],
  [
    'spread over zones and nodes: each waits for the other',
    spread({}, { topologyKey: HOST }),
    { a1: 2, a2: 1, b1: 2 },
  ],
];

describe('slots of a template', () => {
  it.each(ROWS)(
    '%s',
    (_, spec, expected, { nodes = NODES, pods = [] } = {}) => {
      const found = slotsOf(testTemplate(spec), nodes, pods);
      const byNode = Object.fromEntries(
        found.nodes!.map(item => [item.node, item.slots]),
      );
      expect(byNode).toEqual(expected);
      expect(found.slots).toBe(
        Object.values(expected).reduce((sum, slots) => sum + slots, 0),
      );
      // Each node without slots says why.
      const silent = found.nodes!.filter(
        ({ slots, reason }) => slots > 0 === (reason !== undefined),
      );
      expect(silent).toEqual([]);
    },
  );
});
