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

import { toleratesCordon, unmetByNode, untoleratedTaint } from '../matching';
import type { NodeCapacity } from '../NodeCapacity';
import type { PlacementTemplate } from '../PlacementTemplate';
import type { Company } from './Company';
import { nodeRoom } from './nodeRoom';
import type { NodeFit } from './Slots';

/** What one node has for instances of a template, before they are placed. */
export function fitNode(
  capacity: NodeCapacity,
  template: PlacementTemplate,
  company: Company,
): NodeFit {
  const { node } = capacity;
  const { room, limit } = nodeRoom(capacity, template.asked);
  return {
    capacity,
    node,
    closedBy: closedBy(capacity, template) ?? company.obstacle(node),
    room,
    limit,
    slots: 0,
  };
}

function closedBy(
  { node }: NodeCapacity,
  template: PlacementTemplate,
): string | undefined {
  // The scheduler knows this only by taints, which a template may tolerate; but nothing would run there.
  if (!node.ready) {
    return 'not ready';
  }
  if (node.unschedulable && !toleratesCordon(template.tolerations)) {
    return 'closed to new pods';
  }
  const taint = untoleratedTaint(node, template.tolerations);
  if (taint) {
    const { key, value, effect } = taint;
    return `taint ${key}${value ? `=${value}` : ''}:${effect} not tolerated`;
  }
  return unmetByNode(node, template);
}
