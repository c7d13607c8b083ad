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

import type { ProjectedNode, ProjectedPod } from '../projection';

/** What counts of a node: CPU in cores, memory in bytes, GPUs and pods as counts. */
export interface Amounts {
  cpu: number;
  memory: number;
  gpu: number;
  pods: number;
  /** All other resources by name, GPUs among them; missing where there are none. */
  more?: Readonly<Record<string, number>>;
}

/** The resources that headroom is told of. */
export type ResourceName = (typeof RESOURCE_NAMES)[number];

/** A node with what the pods on it request. */
export interface NodeCapacity {
  node: ProjectedNode;
  requested: Amounts;
}

export const RESOURCE_NAMES = ['cpu', 'memory', 'gpu', 'pods'] as const;

/** Sums up what pods request of each node. Pods that ended hold nothing, though their objects are still there. */
export function nodeCapacities(
  nodes: Iterable<ProjectedNode>,
  podsOf: (node: string) => Iterable<ProjectedPod>,
): NodeCapacity[] {
  return [...nodes].map(node => {
    const requested = { cpu: 0, memory: 0, gpu: 0, pods: 0 };
    let more: Record<string, number> | undefined;
    for (const pod of podsOf(node.name)) {
      if (!hasEnded(pod)) {
        requested.cpu += pod.requests.cpu;
        requested.memory += pod.requests.memory;
        requested.gpu += pod.requests.gpu;
        requested.pods += 1;
        for (const [name, amount] of Object.entries(pod.requests.more ?? {})) {
          more ??= {};
          more[name] = (more[name] ?? 0) + amount;
        }
      }
    }
    return { node, requested: more ? { ...requested, more } : requested };
  });
}

/** Whether nothing of a pod runs any more. */
export function hasEnded(pod: ProjectedPod): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

/** Whether the scheduler may put new pods on a node at all. */
export function isOpen(node: ProjectedNode): boolean {
  return node.ready && !node.unschedulable;
}

/** allocatable − requested of one node; below 0 where more is requested than there is. */
export function freeOf({ node, requested }: NodeCapacity): Amounts {
  return {
    cpu: exact(node.allocatable.cpu - requested.cpu),
    memory: node.allocatable.memory - requested.memory,
    gpu: node.allocatable.gpu - requested.gpu,
    pods: node.allocatable.pods - requested.pods,
  };
}

/** What is free of one resource on a node, by its name; below 0 where more is requested than there is. */
export function freeAmount(capacity: NodeCapacity, name: string): number {
  const { node, requested } = capacity;
  return exact(amountOf(node.allocatable, name) - amountOf(requested, name));
}

function amountOf(amounts: Amounts, name: string): number {
  switch (name) {
    case 'cpu':
    case 'memory':
    case 'gpu':
    case 'pods':
      return amounts[name];
    default:
      return amounts.more?.[name] ?? 0;
  }
}

/** Whether `count` times an amount is no more than what is free. */
export function isWithin(free: number, asked: number, count: number): boolean {
  return exact(asked * count) <= exact(free);
}

/** Sums of decimal fractions drift; Kubernetes counts CPU in nanocores, and all else in whole numbers. */
export function exact(amount: number): number {
  return Number.isInteger(amount) ? amount : Math.round(amount * 1e9) / 1e9;
}
