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

import type { ProjectedNode, Taint } from '../../projection';
import type { Toleration } from '../PlacementTemplate';

/** Effects that keep new pods away; `PreferNoSchedule` only asks for it. */
const CLOSING_EFFECTS: ReadonlySet<string> = new Set([
  'NoSchedule',
  'NoExecute',
]);
const CORDON: Taint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};

/** The first taint of a node that keeps a pod with these tolerations away. */
export function untoleratedTaint(
  { taints }: Pick<ProjectedNode, 'taints'>,
  tolerations: readonly Toleration[],
): Taint | undefined {
  return taints.find(
    taint =>
      CLOSING_EFFECTS.has(taint.effect) && !isTolerated(taint, tolerations),
  );
}

/** Whether a pod goes on a node that is closed to others: one that bears the taint of closing (`NodeUnschedulable`). */
export function toleratesCordon(tolerations: readonly Toleration[]): boolean {
  return isTolerated(CORDON, tolerations);
}

/** As in `v1.Toleration.ToleratesTaint`, without the operators that are off unless a cluster's alpha gate is on. */
function isTolerated(
  taint: Taint,
  tolerations: readonly Toleration[],
): boolean {
  return tolerations.some(
    ({ key, effect, operator, value }) =>
      (!effect || effect === taint.effect) &&
      (!key || key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  );
}
