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

import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import { holderOf, ownerColor } from '../GpuHeatMap';

/** A legend has room for so many owners. */
const MAX_OWNERS = 5;

/** The sample of an owner in a legend. */
export function OwnerSwatch(props: { owner: string }) {
  return (
    <span
      aria-hidden
      style={{
        width: 14,
        height: 14,
        borderRadius: 3,
        background: ownerColor(props.owner),
      }}
    />
  );
}

/** Who holds most GPUs, most first. */
export function ownersOf(
  clusters: ClusterDetails[],
): Array<{ owner: string; count: number }> {
  const counts = new Map<string, number>();
  for (const { gpuNodes } of clusters) {
    for (const { gpus } of gpuNodes) {
      for (const owner of gpus.map(holderOf)) {
        if (owner) {
          counts.set(owner, (counts.get(owner) ?? 0) + 1);
        }
      }
    }
  }
  return [...counts]
    .map(([owner, count]) => ({ owner, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_OWNERS);
}
