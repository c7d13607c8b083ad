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

import type {
  ContainerStatus,
  ProjectedNode,
  ProjectedPod,
  ProjectedWorkload,
} from '../projection';

/** The time at which the tests play; epoch milliseconds. */
export const NOW = Date.parse('2026-11-22T14:00:00Z');
export const GIB = 2 ** 30;

const BASE = {
  version: '1',
  namespace: 'shop',
  labels: { 'backstage.io/kubernetes-id': 'web' },
  createdAt: NOW - 3_600_000,
};

/** A pod that is ready, unless told otherwise. */
export function testPod(over: Partial<ProjectedPod> = {}): ProjectedPod {
  const name = over.name ?? 'web-1';
  return {
    ...BASE,
    uid: `uid-${name}`,
    name,
    node: 'node-1',
    phase: 'Running',
    startedAt: NOW - 3_600_000,
    conditions: [{ type: 'Ready', status: 'True', since: NOW - 3_000_000 }],
    requests: { cpu: 1, memory: GIB, gpu: 0 },
    containers: [
      {
        name: 'web',
        image: 'registry.test/shop/web:2.14.2',
        init: false,
        sidecar: false,
        probed: true,
        cpu: 1,
        memory: GIB,
        gpu: 0,
      },
    ],
    statuses: [testStatus()],
    ...over,
  };
}

/** A container that runs, unless told otherwise. */
export function testStatus(
  over: Partial<ContainerStatus> = {},
): ContainerStatus {
  return {
    name: 'web',
    ready: true,
    restarts: 0,
    runningSince: over.waiting || over.terminated ? undefined : NOW - 3_000_000,
    ...over,
  };
}

/** A node that is ready, unless told otherwise. */
export function testNode(over: Partial<ProjectedNode> = {}): ProjectedNode {
  const name = over.name ?? 'node-1';
  return {
    ...BASE,
    namespace: '',
    uid: `uid-${name}`,
    name,
    ready: true,
    unschedulable: false,
    taints: [],
    allocatable: { cpu: 16, memory: 64 * GIB, gpu: 0, pods: 110 },
    ...over,
  };
}

/** A Deployment of two that are there, unless told otherwise. */
export function testWorkload(
  over: Partial<ProjectedWorkload> = {},
): ProjectedWorkload {
  const name = over.name ?? 'web';
  return {
    ...BASE,
    uid: `uid-${name}`,
    name,
    desired: 2,
    existing: 2,
    ready: 2,
    updated: 2,
    current: true,
    paused: false,
    manager: 'slipway',
    conditions: [],
    ...over,
  };
}
