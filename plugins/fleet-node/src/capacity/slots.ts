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

import type { InstanceSize } from '@slipway/backstage-plugin-fleet-common';
import { formatBytes, formatCores, formatGpus } from '../health/quantities';
import {
  exact,
  freeOf,
  isOpen,
  type Amounts,
  type NodeCapacity,
} from './NodeCapacity';

/** The taint that keeps pods without GPUs away from GPU nodes; those with GPUs get a toleration at admission. */
const GPU_TAINT = 'nvidia.com/gpu';
const CLOSING_EFFECTS = new Set(['NoSchedule', 'NoExecute']);

/** More slots than this in a cluster are not counted: an instance that asks for nothing would fit without end. */
const MAX_SLOTS = 100_000;

/** The part of a free resource that must be out of reach before it is explained. */
const WORTH_A_WORD = 0.1;

export interface Slots {
  slots: number;
  /** Why there are fewer than the free resource suggests. */
  reason?: string;
}

/** What one node takes, and what keeps it from taking more. */
interface NodeSlots {
  free: Amounts;
  slots: number;
  limit: keyof Amounts;
}

/**
 * How many more instances of one size the nodes can really take, node by node: what is free on two nodes never adds up
 * to one instance.
 */
export function countSlots(
  nodes: readonly NodeCapacity[],
  size: InstanceSize,
): Slots {
  const asked: Amounts = { ...size, pods: 1 };
  const fitting = nodes
    .filter(({ node }) => isOpen(node) && !isTainted(node.taints, size))
    .map(node => nodeSlots(freeOf(node), asked));
  const total = fitting.reduce((sum, { slots }) => sum + slots, 0);
  const slots = Math.min(MAX_SLOTS, total);
  return { slots, reason: explain(nodes, fitting, asked, slots) };
}

/** What would be on a node after it took `count` instances more, for one resource. */
export function isWithin(free: number, asked: number, count: number): boolean {
  return exact(asked * count) <= exact(free);
}

function nodeSlots(free: Amounts, asked: Amounts): NodeSlots {
  let slots = MAX_SLOTS;
  let limit: keyof Amounts = 'pods';
  for (const name of ['gpu', 'cpu', 'memory', 'pods'] as const) {
    const fit = fits(free[name], asked[name]);
    if (fit < slots) {
      slots = fit;
      limit = name;
    }
  }
  return { free, slots, limit };
}

function fits(free: number, asked: number): number {
  if (asked <= 0) {
    return MAX_SLOTS;
  }
  const count = Math.max(0, Math.floor(exact(free / asked)));
  // Division may round up past the last instance that fits.
  return count > 0 && !isWithin(free, asked, count) ? count - 1 : count;
}

function isTainted(
  taints: ReadonlyArray<{ key: string; effect: string }>,
  size: InstanceSize,
): boolean {
  return taints.some(
    ({ key, effect }) =>
      CLOSING_EFFECTS.has(effect) && !(size.gpu > 0 && key === GPU_TAINT),
  );
}

function explain(
  nodes: readonly NodeCapacity[],
  fitting: readonly NodeSlots[],
  asked: Amounts,
  slots: number,
): string | undefined {
  if (fitting.length === 0) {
    return 'no node is open to new instances';
  }
  if (asked.gpu > 0) {
    return explainGpus(nodes, fitting, asked, slots);
  }
  return explainCores(fitting, asked);
}

function explainGpus(
  nodes: readonly NodeCapacity[],
  fitting: readonly NodeSlots[],
  asked: Amounts,
  slots: number,
): string | undefined {
  if (nodes.every(({ node }) => node.allocatable.gpu === 0)) {
    return `it needs ${formatGpus(asked.gpu)} and this cluster has none`;
  }
  const free = fitting.reduce(
    (sum, node) => sum + Math.max(0, node.free.gpu),
    0,
  );
  if (free === 0) {
    return 'no GPU is free';
  }
  const stranded = mostStranded(fitting, asked, 'gpu');
  if (!stranded || slots * asked.gpu >= free) {
    return undefined;
  }
  const part = `${stranded.amount} of ${free} free ${
    free === 1 ? 'GPU' : 'GPUs'
  }`;
  const verb = stranded.amount === 1;
  return stranded.limit === 'gpu'
    ? `${part} ${verb ? 'stands' : 'stand'} on nodes with fewer than ${
        asked.gpu
      } free`
    : `${part} ${verb ? 'lacks' : 'lack'} ${words(stranded.limit)}`;
}

function explainCores(
  fitting: readonly NodeSlots[],
  asked: Amounts,
): string | undefined {
  const main = asked.cpu > 0 ? 'cpu' : 'memory';
  if (asked[main] <= 0) {
    return undefined;
  }
  const free = fitting.reduce(
    (sum, node) => sum + Math.max(0, node.free[main]),
    0,
  );
  const stranded = mostStranded(fitting, asked, main);
  // What is left over on every node is no news, as long as it would not make another instance.
  if (
    !stranded ||
    stranded.amount < asked[main] ||
    stranded.amount < WORTH_A_WORD * free
  ) {
    return undefined;
  }
  const format = main === 'cpu' ? formatCores : formatBytes;
  const part =
    main === 'cpu'
      ? `${Math.round(stranded.amount)} of ${Math.round(free)} free cores`
      : `${formatBytes(stranded.amount)} of ${formatBytes(free)} free memory`;
  return stranded.limit === main
    ? `${part} stand on nodes with less than ${format(asked[main])} free`
    : `${part} lack ${words(stranded.limit)}`;
}

/** The resource that leaves most of `main` unused, and how much that is. */
function mostStranded(
  fitting: readonly NodeSlots[],
  asked: Amounts,
  main: keyof Amounts,
): { limit: keyof Amounts; amount: number } | undefined {
  const byLimit = new Map<keyof Amounts, number>();
  for (const { free, slots, limit } of fitting) {
    const left = Math.max(0, free[main] - slots * asked[main]);
    if (left > 0) {
      byLimit.set(limit, (byLimit.get(limit) ?? 0) + left);
    }
  }
  const [worst] = [...byLimit].sort((one, other) => other[1] - one[1]);
  return worst && { limit: worst[0], amount: worst[1] };
}

function words(limit: keyof Amounts): string {
  switch (limit) {
    case 'cpu':
      return 'CPU beside them';
    case 'memory':
      return 'memory beside them';
    case 'pods':
      return 'a free place for a pod on their node';
    default:
      return 'a GPU beside them';
  }
}
