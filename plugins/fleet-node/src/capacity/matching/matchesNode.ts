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

import type { ProjectedNode } from '../../projection';
import type { NodeExpression, PlacementTemplate } from '../PlacementTemplate';
import { holds, valueOf } from './matchesLabels';

const WHOLE_NUMBER = /^[+-]?\d+$/;

/** What of a template speaks of nodes themselves. */
export type NodeWishes = Pick<
  PlacementTemplate,
  'nodeName' | 'nodeSelector' | 'nodeTerms'
>;

/**
 * What of node name, node selector and required node affinity a node does not meet (component-helpers
 * `nodeaffinity.RequiredNodeAffinity`).
 */
export function unmetByNode(
  node: Pick<ProjectedNode, 'name' | 'labels'>,
  { nodeName, nodeSelector, nodeTerms }: NodeWishes,
): string | undefined {
  if (nodeName !== undefined && nodeName !== node.name) {
    return 'not the node that the template names';
  }
  for (const key in nodeSelector) {
    if (valueOf(node.labels, key) !== nodeSelector[key]) {
      return `no label ${key}=${nodeSelector[key]}`;
    }
  }
  const met =
    !nodeTerms ||
    nodeTerms.some(
      ({ labels, fields }) =>
        labels.length + fields.length > 0 &&
        labels.every(expression =>
          meets(expression, valueOf(node.labels, expression.key)),
        ) &&
        fields.every(expression => meets(expression, node.name)),
    );
  return met ? undefined : 'outside of the node affinity';
}

function meets(
  { operator, values }: NodeExpression,
  value: string | undefined,
): boolean {
  if (operator !== 'Gt' && operator !== 'Lt') {
    return holds(operator, value, values);
  }
  const [bound] = values;
  if (value === undefined || !isWhole(value) || !isWhole(bound)) {
    return false;
  }
  return operator === 'Gt'
    ? BigInt(value) > BigInt(bound)
    : BigInt(value) < BigInt(bound);
}

function isWhole(text: string): boolean {
  return WHOLE_NUMBER.test(text);
}
