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

import type { LabelSelector } from '../../projection';
import type { Labels } from '../PlacementTemplate';

/**
 * Whether labels are chosen by a selector (apimachinery `LabelSelectorAsSelector`): no selector chooses nothing, an
 * empty one everything.
 */
export function matchesLabels(
  selector: LabelSelector | undefined,
  labels: Labels,
): boolean {
  if (!selector) {
    return false;
  }
  for (const key in selector.matchLabels) {
    if (valueOf(labels, key) !== selector.matchLabels[key]) {
      return false;
    }
  }
  return (selector.matchExpressions ?? []).every(
    ({ key, operator, values = [] }) =>
      holds(operator, valueOf(labels, key), values),
  );
}

/** The value of a label; labels come from clusters, so that what objects inherit is none of them. */
export function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** Whether an expression holds for the value of its label, undefined where there is none. */
export function holds(
  operator: string,
  value: string | undefined,
  values: readonly string[],
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
