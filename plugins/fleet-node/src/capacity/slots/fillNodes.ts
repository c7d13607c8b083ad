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

import { valueOf } from '../matching';
import type { Amounts } from '../NodeCapacity';
import type { PlacementTemplate } from '../PlacementTemplate';
import type { Company } from './Company';
import { MAX_SLOTS } from './nodeRoom';
import {
  hasOneNodeEach,
  NO_DOMAIN,
  placeInstances,
  type PlacingNodes,
  type PlacingRules,
} from './placeInstances';
import type { NodeFit } from './Slots';
import { whyUnused } from './whyUnused';

/** Instances are placed one by one up to this number, where they mind each other. */
const MAX_PLACED = 10_000;
/** What placing may cost besides: about 50 ms. */
const MAX_LOOKS = 2_000_000;

/** The scheduler takes containers that ask for nothing to take this (`GetNonzeroRequests`). */
const LEAST_CPU = 0.1;
const LEAST_MEMORY = 200 * 2 ** 20;

export interface Filled {
  /** Whether counting ended before the nodes were full. */
  atLeast: boolean;
  /** Whether the number depends on which of several nodes the scheduler takes. */
  estimated: boolean;
  /** Why nodes that have room got no instance. */
  unused: ReadonlyMap<NodeFit, string>;
}

/**
 * Places instances on the nodes that take any, and writes into each how many it got. Where the instances do not mind
 * each other, each node simply takes what it has room for.
 */
export function fillNodes(
  fits: readonly NodeFit[],
  template: PlacementTemplate,
  company: Company,
): Filled {
  const minding = company.spreads.filter(({ countsItself }) => countsItself);
  const keys = company.exclusiveKeys;
  const open = fits.filter(({ closedBy, room }) => !closedBy && room > 0);
  const exclusive = keys.map(key => domainsOf(open, key));
  const rules: PlacingRules = {
    spreads: minding.map(spread => ({
      counter: spread.counter(),
      domains: spread.domainsOf(open.map(({ node }) => node)),
    })),
    // Where each node is a domain of its own, one instance a node is all there is to it.
    exclusive: exclusive.filter(domains => !hasOneNodeEach(domains)),
    together: company.startsAnew
      ? template.affinity.map(({ topologyKey }) => domainsOf(open, topologyKey))
      : [],
  };
  const alone =
    template.hostPorts.length > 0 ? open.map(() => true) : aloneOn(exclusive);
  const room = Int32Array.from(open, (fit, at) =>
    alone[at] ? 1 : Math.min(fit.room, MAX_SLOTS),
  );
  const ruled =
    rules.spreads.length + rules.exclusive.length + rules.together.length > 0;
  if (!ruled) {
    open.forEach((fit, at) => {
      fit.slots = room[at];
    });
    return { atLeast: false, estimated: false, unused: new Map() };
  }
  const { placed, complete } = placeInstances(
    scoredNodes(open, room, template),
    rules,
    { instances: MAX_PLACED, looks: MAX_LOOKS },
  );
  open.forEach((fit, at) => {
    fit.slots = placed[at];
  });
  return {
    atLeast: !complete,
    estimated: isEstimated(rules),
    unused: complete
      ? whyUnused(open, placed, rules, {
          spreads: minding.map(({ atLimit }) => atLimit),
          exclusive: keys.filter((_, at) => !hasOneNodeEach(exclusive[at])),
          together: template.affinity.map(({ topologyKey }) => topologyKey),
        })
      : new Map(),
  };
}

function aloneOn(exclusive: readonly Int32Array[]): boolean[] {
  const alone: boolean[] = [];
  for (const domains of exclusive.filter(hasOneNodeEach)) {
    domains.forEach((domain, at) => {
      alone[at] ||= domain !== NO_DOMAIN;
    });
  }
  return alone;
}

function domainsOf(fits: readonly NodeFit[], key: string): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(fits, ({ node }) => {
    const value = valueOf(node.labels, key);
    if (value === undefined) {
      return NO_DOMAIN;
    }
    const known = numbers.get(value);
    if (known !== undefined) {
      return known;
    }
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  });
}

/** The part of a node's CPU and memory that would be free, as `NodeResourcesFit` scores it by default. */
function scoredNodes(
  open: readonly NodeFit[],
  room: Int32Array,
  { asked }: PlacementTemplate,
): PlacingNodes {
  const cpu = Math.max(asked.get('cpu') ?? 0, LEAST_CPU);
  const memory = Math.max(asked.get('memory') ?? 0, LEAST_MEMORY);
  const steps = Float64Array.from(open, ({ node }) =>
    share({ cpu, memory }, node.allocatable),
  );
  return {
    room,
    steps,
    scores: Float64Array.from(
      open,
      ({ node, capacity }, at) =>
        1 - share(capacity.requested, node.allocatable) - steps[at],
    ),
  };
}

function share(
  part: Pick<Amounts, 'cpu' | 'memory'>,
  of: Pick<Amounts, 'cpu' | 'memory'>,
): number {
  return (
    (part.cpu / Math.max(of.cpu, LEAST_CPU) +
      part.memory / Math.max(of.memory, LEAST_MEMORY)) /
    2
  );
}

/** One rule leaves the number of instances to nobody's choice: see docs/reference/capacity.md. */
function isEstimated({ spreads, exclusive, together }: PlacingRules): boolean {
  const choices = together.some(domains => new Set(domains).size > 1);
  return choices || spreads.length + exclusive.length > 1;
}
