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

import fc from 'fast-check';
import type { InstanceSize } from '@slipway/backstage-plugin-fleet-common';
import { GIB, testNode, testPod } from '../../__testUtils__/objects';
import type { ProjectedNode } from '../../projection';
import { headroom } from '../headroom';
import {
  exact,
  freeOf,
  isOpen,
  nodeCapacities,
  type NodeCapacity,
} from '../NodeCapacity';
import { sizeTemplate } from '../template';
import { countSlots as countTemplate } from './countSlots';

function node(
  allocatable: Partial<ProjectedNode['allocatable']>,
  requested: Partial<NodeCapacity['requested']> = {},
  over: Partial<ProjectedNode> = {},
): NodeCapacity {
  return {
    node: testNode({
      ...over,
      allocatable: {
        cpu: 16,
        memory: 64 * GIB,
        gpu: 0,
        pods: 110,
        ...allocatable,
      },
    }),
    requested: { cpu: 0, memory: 0, gpu: 0, pods: 0, ...requested },
  };
}

const countSlots = (nodes: NodeCapacity[], size: InstanceSize) =>
  countTemplate(nodes, sizeTemplate(size), { podsOf: () => [] });

const GPU_NODE = { gpu: 8, cpu: 96, memory: 768 * GIB };

describe('slots of a size', () => {
  it.each<
    [
      string,
      NodeCapacity[],
      { cpu: number; memory: number; gpu: number },
      object,
    ]
  >([
    [
      'no node',
      [],
      { cpu: 1, memory: 1, gpu: 0 },
      { slots: 0, reason: 'no node is open to new instances' },
    ],
    [
      'all of a node',
      [node({})],
      { cpu: 4, memory: GIB, gpu: 0 },
      { slots: 4, reason: undefined },
    ],
    [
      'halves on two nodes make none',
      [node({ cpu: 3 }), node({ cpu: 3 })],
      { cpu: 2, memory: GIB, gpu: 0 },
      {
        slots: 2,
        reason: '2 of 6 free cores stand on nodes with less than 2 cores free',
      },
    ],
    [
      'memory ends first',
      [node({ memory: 2 * GIB })],
      { cpu: 1, memory: GIB, gpu: 0 },
      { slots: 2, reason: '14 of 16 free cores lack memory beside them' },
    ],
    [
      'pods end first',
      [node({ pods: 3 })],
      { cpu: 1, memory: GIB, gpu: 0 },
      {
        slots: 3,
        reason: '13 of 16 free cores lack a free place for a pod on their node',
      },
    ],
    [
      'closed node',
      [node({}, {}, { unschedulable: true })],
      { cpu: 1, memory: 1, gpu: 0 },
      { slots: 0 },
    ],
    [
      'node not ready',
      [node({}, {}, { ready: false })],
      { cpu: 1, memory: 1, gpu: 0 },
      { slots: 0 },
    ],
    [
      'tainted',
      [node({}, {}, { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] })],
      { cpu: 1, memory: 1, gpu: 0 },
      { slots: 0 },
    ],
    [
      'taint that only prefers',
      [node({}, {}, { taints: [{ key: 'a', effect: 'PreferNoSchedule' }] })],
      { cpu: 16, memory: 1, gpu: 0 },
      { slots: 1 },
    ],
    [
      'GPU taint is for others',
      [
        node(
          GPU_NODE,
          {},
          { taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] },
        ),
      ],
      { cpu: 1, memory: GIB, gpu: 1 },
      { slots: 8, reason: undefined },
    ],
    [
      'GPUs without memory',
      [node(GPU_NODE, { memory: 700 * GIB, gpu: 2 }), node(GPU_NODE)],
      { cpu: 1, memory: 32 * GIB, gpu: 1 },
      { slots: 10, reason: '4 of 14 free GPUs lack memory beside them' },
    ],
    [
      'GPUs alone',
      [node(GPU_NODE, { gpu: 5 }), node(GPU_NODE, { gpu: 5 })],
      { cpu: 1, memory: GIB, gpu: 4 },
      {
        slots: 0,
        reason: '6 of 6 free GPUs stand on nodes with fewer than 4 free',
      },
    ],
    [
      'no GPU at all',
      [node({})],
      { cpu: 1, memory: GIB, gpu: 1 },
      { slots: 0, reason: 'it needs 1 GPU and this cluster has none' },
    ],
    [
      'no GPU free',
      [node(GPU_NODE, { gpu: 8 })],
      { cpu: 1, memory: GIB, gpu: 1 },
      { slots: 0, reason: 'no GPU is free' },
    ],
    [
      'decimal fractions',
      [node({ cpu: 0.3 })],
      { cpu: 0.1, memory: 0, gpu: 0 },
      { slots: 3 },
    ],
  ])('%s', (_, nodes, size, expected) => {
    expect(countSlots(nodes, size)).toMatchObject(expected);
  });

  const amounts = fc.record({
    cpu: fc.integer({ min: 0, max: 64_000 }).map(milli => milli / 1_000),
    memory: fc.integer({ min: 0, max: 256 * 1024 }).map(mib => mib * 2 ** 20),
    gpu: fc.integer({ min: 0, max: 8 }),
    pods: fc.integer({ min: 0, max: 110 }),
  });
  const nodes = fc.array(
    fc
      .tuple(amounts, amounts, fc.boolean(), fc.boolean())
      .map(([allocatable, requested, ready, unschedulable]) =>
        node(allocatable, requested, { ready, unschedulable }),
      ),
    { maxLength: 8 },
  );
  const sizes = fc.record({
    cpu: fc.integer({ min: 0, max: 8_000 }).map(milli => milli / 1_000),
    memory: fc.integer({ min: 0, max: 16 * 1024 }).map(mib => mib * 2 ** 20),
    gpu: fc.integer({ min: 0, max: 4 }),
  });

  it('never promises more than a node has, and no less', () => {
    fc.assert(
      fc.property(nodes, sizes, (capacities, size) => {
        let sum = 0;
        for (const capacity of capacities) {
          const { slots } = countSlots([capacity], size);
          const free = freeOf(capacity);
          const fits = (count: number) =>
            isOpen(capacity.node) &&
            count <= free.pods &&
            exact(count * size.cpu) <= free.cpu &&
            count * size.memory <= free.memory &&
            count * size.gpu <= free.gpu;
          // What is asked for in vain may be short without harm: only resources that are asked for count.
          const asked = (count: number) =>
            isOpen(capacity.node) &&
            count <= free.pods &&
            (size.cpu === 0 || exact(count * size.cpu) <= free.cpu) &&
            (size.memory === 0 || count * size.memory <= free.memory) &&
            (size.gpu === 0 || count * size.gpu <= free.gpu);
          expect(slots === 0 || asked(slots)).toBe(true);
          expect(asked(slots + 1)).toBe(false);
          expect(fits(slots + 1)).toBe(false);
          sum += slots;
        }
        expect(countSlots(capacities, size).slots).toBe(sum);
      }),
    );
  });

  it('has no free resource below 0, and free never above allocatable', () => {
    fc.assert(
      fc.property(nodes, capacities => {
        for (const { free, allocatable } of Object.values(
          headroom(capacities),
        )) {
          expect(free).toBeGreaterThanOrEqual(0);
          expect(free).toBeLessThanOrEqual(allocatable);
        }
      }),
    );
  });
});

describe('nodeCapacities', () => {
  it('counts what pods request, save those that ended', () => {
    const pods = [
      testPod({ requests: { cpu: 0.1, memory: GIB, gpu: 1 } }),
      testPod({ requests: { cpu: 0.2, memory: GIB, gpu: 0 } }),
      testPod({ phase: 'Succeeded' }),
      testPod({ phase: 'Failed' }),
    ];
    const capacities = nodeCapacities([testNode()], () => pods);
    expect(headroom(capacities, { cpu: 3 })).toEqual({
      cpu: { allocatable: 16, requested: 0.3, used: 3, free: 15.7 },
      memory: { allocatable: 64 * GIB, requested: 2 * GIB, free: 62 * GIB },
      gpu: { allocatable: 0, requested: 1, free: 0 },
      pods: { allocatable: 110, requested: 2, free: 108 },
    });
  });
});
