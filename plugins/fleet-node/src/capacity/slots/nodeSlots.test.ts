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

import { GIB } from '../../__testUtils__/objects';
import {
  A1,
  B1,
  GPU,
  TAINTED,
  ZONE,
  asking,
  container,
  labelled,
  node,
  nodeAffinity,
  pod,
  tolerating,
  slotsByNode,
  type Row,
} from '../../__testUtils__/placementWorld';

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
];

describe('slots of a template, by what nodes are and have', () => {
  it.each(ROWS)('%s', (_, spec, expected, world = {}) => {
    const { byNode, total, silent } = slotsByNode(spec, world);
    expect(byNode).toEqual(expected);
    expect(total).toBe(
      Object.values(expected).reduce((sum, slots) => sum + slots, 0),
    );
    expect(silent).toEqual([]);
  });
});
