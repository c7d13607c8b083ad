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

import { NOW } from '../../__testUtils__/objects';
import {
  A1,
  A2,
  B1,
  HOST,
  TAINTED,
  ZONE,
  affinity,
  antiAffinity,
  db,
  node,
  pod,
  spread,
  web,
  slotsByNode,
  type Row,
} from '../../__testUtils__/placementWorld';

const ROWS: Row[] = [
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

describe('slots of a template, by what runs beside', () => {
  it.each(ROWS)('%s', (_, spec, expected, world = {}) => {
    const { byNode, total, silent } = slotsByNode(spec, world);
    expect(byNode).toEqual(expected);
    expect(total).toBe(
      Object.values(expected).reduce((sum, slots) => sum + slots, 0),
    );
    expect(silent).toEqual([]);
  });
});
