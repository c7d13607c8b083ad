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

import { GIB, testNode } from '../__testUtils__/objects';
import type { ProjectedNode } from '../projection';
import { nodeHeadrooms, nodePools, WELL_KNOWN_POOL_LABELS } from './nodePools';

const GKE = 'cloud.google.com/gke-nodepool';
const TYPE = 'node.kubernetes.io/instance-type';

function capacity(
  name: string,
  labels: Record<string, string>,
  over: Partial<ProjectedNode> = {},
) {
  return {
    node: testNode({
      name,
      labels,
      allocatable: { cpu: 16, memory: 64 * GIB, gpu: 0, pods: 110 },
      ...over,
    }),
    requested: { cpu: 4, memory: GIB, gpu: 0, pods: 3 },
  };
}

const NODES = [
  capacity('n10', { [GKE]: 'web', [TYPE]: 'n2' }),
  capacity('n2', { [GKE]: 'web', [TYPE]: 'n4' }, { unschedulable: true }),
  capacity('n3', { [GKE]: 'gpu' }, { ready: false }),
  capacity('n4', { [TYPE]: 'gpu' }),
  capacity('n5', { [GKE]: '' }),
  capacity('n6', { team: 'ml', [GKE]: 'web' }),
];

describe('nodePools', () => {
  it('goes by the first label that a node has, and sums what is open', () => {
    const pools = nodePools(NODES, WELL_KNOWN_POOL_LABELS);
    expect(
      pools.map(({ name, label, nodes, headroom }) => [
        name,
        label,
        nodes.ready,
        nodes.total,
        headroom.cpu.free,
      ]),
    ).toEqual([
      ['gpu', GKE, 0, 1, 0],
      ['gpu', TYPE, 1, 1, 12],
      ['web', GKE, 3, 3, 24],
      ['', undefined, 1, 1, 12],
    ]);
  });

  it('goes by a label of the config before all others', () => {
    const [ml] = nodePools(NODES, ['team']);
    expect(ml).toMatchObject({
      name: 'ml',
      label: 'team',
      nodes: { total: 1 },
    });
  });
});

describe('nodeHeadrooms', () => {
  it('tells of each node what is free on it, by name', () => {
    const nodes = nodeHeadrooms(NODES, WELL_KNOWN_POOL_LABELS);
    expect(nodes.map(({ name }) => name)).toEqual([
      'n2',
      'n3',
      'n4',
      'n5',
      'n6',
      'n10',
    ]);
    expect(nodes[0]).toMatchObject({
      pool: 'web',
      ready: true,
      open: false,
      headroom: { cpu: { free: 0 } },
    });
    expect(nodes[3]).toMatchObject({
      pool: undefined,
      open: true,
      headroom: { cpu: { allocatable: 16, requested: 4, free: 12 } },
    });
  });
});
