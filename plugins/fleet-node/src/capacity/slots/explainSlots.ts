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

import { exact, freeAmount, type ResourceName } from '../NodeCapacity';
import type { PlacementTemplate } from '../PlacementTemplate';
import { formatAmount, isGpu } from './resourceWords';
import type { NodeFit } from './Slots';

/** The part of a free resource that must be out of reach before it is explained. */
const WORTH_A_WORD = 0.1;
/** Obstacles that one sentence holds. */
const MAX_TOLD = 3;

interface Explained {
  fits: readonly NodeFit[];
  template: PlacementTemplate;
  slots: number;
  obstacles: ReadonlyArray<{ reason: string; nodes: number }>;
  atLeast: boolean;
}

/** Why there are fewer slots than the free resource suggests; undefined when there are not. */
export function explainSlots(explained: Explained): string | undefined {
  const { fits, template, slots, obstacles, atLeast } = explained;
  if (atLeast) {
    return `there are at least ${slots.toLocaleString(
      'en-US',
    )}: more are not counted`;
  }
  const open = fits.filter(({ closedBy }) => !closedBy);
  if (open.length === 0) {
    return template.bare || obstacles.length === 0
      ? 'no node is open to new instances'
      : tellObstacles(obstacles);
  }
  const gpu = [...template.asked.keys()].find(isGpu);
  const reason = gpu
    ? explainGpus(gpu, explained, open)
    : explainMain(template, open);
  if (reason !== undefined || template.bare) {
    return reason;
  }
  const room = open.reduce((sum, fit) => sum + fit.room, 0);
  return slots === 0 || slots < room * (1 - WORTH_A_WORD)
    ? tellObstacles(obstacles)
    : undefined;
}

/** `12 nodes: not ready; 1 node: taint a:NoSchedule not tolerated`. */
function tellObstacles(
  obstacles: ReadonlyArray<{ reason: string; nodes: number }>,
): string | undefined {
  const told = obstacles
    .slice(0, MAX_TOLD)
    .map(
      ({ reason, nodes }) =>
        `${nodes} ${nodes === 1 ? 'node' : 'nodes'}: ${reason}`,
    );
  const left = obstacles
    .slice(MAX_TOLD)
    .reduce((sum, { nodes }) => sum + nodes, 0);
  return told.length === 0
    ? undefined
    : [...told, ...(left > 0 ? [`${left} more for other reasons`] : [])].join(
        '; ',
      );
}

function explainGpus(
  name: string,
  { fits, template, slots }: Explained,
  open: readonly NodeFit[],
): string | undefined {
  const asked = template.asked.get(name)!;
  if (fits.every(({ capacity }) => capacity.node.allocatable.gpu === 0)) {
    return `it needs ${formatAmount(name, asked)} and this cluster has none`;
  }
  const free = freeOn(open, name);
  if (free === 0) {
    return 'no GPU is free';
  }
  const stranded = mostStranded(open, name, asked);
  if (!stranded || slots * asked >= free) {
    return undefined;
  }
  const part = `${stranded.amount} of ${free} free ${
    free === 1 ? 'GPU' : 'GPUs'
  }`;
  const one = stranded.amount === 1;
  return stranded.limit === name
    ? `${part} ${
        one ? 'stands' : 'stand'
      } on nodes with fewer than ${asked} free`
    : `${part} ${one ? 'lacks' : 'lack'} ${words(stranded.limit)}`;
}

function explainMain(
  { asked }: PlacementTemplate,
  open: readonly NodeFit[],
): string | undefined {
  const main: ResourceName = asked.has('cpu') ? 'cpu' : 'memory';
  const amount = asked.get(main);
  if (amount === undefined) {
    return undefined;
  }
  const free = freeOn(open, main);
  const stranded = mostStranded(open, main, amount);
  // What is left over on every node is no news, as long as it would not make another instance.
  if (
    !stranded ||
    stranded.amount < amount ||
    stranded.amount < WORTH_A_WORD * free
  ) {
    return undefined;
  }
  const part =
    main === 'cpu'
      ? `${Math.round(stranded.amount)} of ${Math.round(free)} free cores`
      : `${formatAmount(main, stranded.amount)} of ${formatAmount(
          main,
          free,
        )} free memory`;
  return stranded.limit === main
    ? `${part} stand on nodes with less than ${formatAmount(main, amount)} free`
    : `${part} lack ${words(stranded.limit)}`;
}

function freeOn(fits: readonly NodeFit[], name: string): number {
  return exact(
    fits.reduce(
      (sum, { capacity }) => sum + Math.max(0, freeAmount(capacity, name)),
      0,
    ),
  );
}

/** The resource whose end leaves most of another one unused, and how much that is. */
function mostStranded(
  fits: readonly NodeFit[],
  name: string,
  asked: number,
): { limit: string; amount: number } | undefined {
  const byLimit = new Map<string, number>();
  for (const { capacity, room, limit } of fits) {
    const left = exact(Math.max(0, freeAmount(capacity, name) - room * asked));
    if (left > 0) {
      byLimit.set(limit, exact((byLimit.get(limit) ?? 0) + left));
    }
  }
  const [worst] = [...byLimit].sort((one, other) => other[1] - one[1]);
  return worst && { limit: worst[0], amount: worst[1] };
}

function words(limit: string): string {
  switch (limit) {
    case 'cpu':
      return 'CPU beside them';
    case 'memory':
      return 'memory beside them';
    case 'pods':
      return 'a free place for a pod on their node';
    default:
      return isGpu(limit) ? 'a GPU beside them' : `${limit} beside them`;
  }
}
