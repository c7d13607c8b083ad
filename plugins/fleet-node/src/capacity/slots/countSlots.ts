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

import type { ProjectedPod } from '../../projection';
import type { NodeCapacity } from '../NodeCapacity';
import type { PlacementTemplate } from '../PlacementTemplate';
import { Company } from './Company';
import { explainSlots } from './explainSlots';
import { fillNodes } from './fillNodes';
import { fitNode } from './fitNode';
import { MAX_SLOTS } from './nodeRoom';
import { resourceWord } from './resourceWords';
import type { NodeFit, Slots } from './Slots';

/** Reasons that are told of a cluster; those of the fewest nodes are left out. */
const MAX_OBSTACLES = 10;

export interface SlotsOptions {
  /** The pods that are on a node. */
  podsOf(node: string): Iterable<ProjectedPod>;
  /** Whether to tell the slots of each node. */
  byNode?: boolean;
}

/**
 * How many more instances of a template the nodes can really take, node by node, as the scheduler would place them:
 * what is free on two nodes never adds up to one instance. What is honoured, and how, stands in
 * docs/reference/capacity.md.
 */
export function countSlots(
  nodes: readonly NodeCapacity[],
  template: PlacementTemplate,
  { podsOf, byNode = false }: SlotsOptions,
): Slots {
  const company = Company.read(
    template,
    nodes.map(({ node }) => node),
    podsOf,
  );
  const fits = nodes.map(node => fitNode(node, template, company));
  const { atLeast, estimated, unused } = fillNodes(fits, template, company);
  const total = fits.reduce((sum, { slots }) => sum + slots, 0);
  const slots = Math.min(MAX_SLOTS, total);
  const why = (fit: NodeFit) =>
    fit.slots > 0
      ? undefined
      : fit.closedBy ?? (fit.room > 0 ? unused.get(fit) : lack(fit));
  const reasons = new Map(fits.map(fit => [fit, why(fit)]));
  const obstacles = countReasons(reasons.values());
  return {
    slots,
    reason: explainSlots({ fits, template, slots, obstacles, atLeast }),
    ...(atLeast && { atLeast }),
    ...(estimated && { estimated }),
    ...(obstacles.length > 0 && {
      obstacles: obstacles.slice(0, MAX_OBSTACLES),
    }),
    ...(byNode && {
      nodes: fits.map(fit => ({
        node: fit.node.name,
        slots: fit.slots,
        reason: reasons.get(fit),
      })),
    }),
  };
}

function lack({ limit }: NodeFit): string {
  return `too little ${resourceWord(limit)} free`;
}

function countReasons(
  reasons: Iterable<string | undefined>,
): Array<{ reason: string; nodes: number }> {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    if (reason !== undefined) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([reason, nodes]) => ({ reason, nodes }))
    .sort((one, other) => other.nodes - one.nodes);
}
