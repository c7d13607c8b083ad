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

import type { AppGpus, GpuNode } from '@slipway/backstage-plugin-fleet-common';
import { hasEnded } from '../capacity';
import type { ProjectedPod } from '../projection';

/**
 * GPUs of an app in one cluster.
 *
 * @param nodes the nodes that its pods are on
 * @returns undefined for an app that asks for none
 */
export function appGpus(
  pods: readonly ProjectedPod[],
  nodes: readonly GpuNode[],
): AppGpus | undefined {
  const asking = pods.filter(pod => pod.requests.gpu > 0 && !hasEnded(pod));
  if (asking.length === 0) {
    return undefined;
  }
  const names = new Set(asking.map(key));
  const gpus: AppGpus = {
    requested: asking.reduce((sum, pod) => sum + pod.requests.gpu, 0),
    allocated: 0,
    busy: 0,
    idle: 0,
    unknown: 0,
    products: {},
  };
  for (const node of nodes) {
    for (const { use, holder, idleSince } of node.gpus) {
      if (
        holder &&
        use !== 'free' &&
        names.has(`${holder.namespace}/${holder.pod}`)
      ) {
        const product = node.product ?? 'GPU';
        gpus.allocated += 1;
        gpus[use] += 1;
        gpus.products[product] = (gpus.products[product] ?? 0) + 1;
        if (idleSince && (!gpus.idleSince || idleSince < gpus.idleSince)) {
          gpus.idleSince = idleSince;
        }
      }
    }
  }
  return gpus;
}

function key({ namespace, name }: ProjectedPod): string {
  return `${namespace}/${name}`;
}
