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

import type { GpuNode } from '@slipway/backstage-plugin-fleet-common';
import type { App } from '../apps';

/**
 * Names the app that holds a GPU by its entity, and leaves the holder out where it may be an app that the viewer may
 * not see. A pod says which app it belongs to only by the kubernetes-id label, so to a viewer who does not see all
 * apps every other holder is hidden too.
 */
export function hideGpuHolders(
  nodes: GpuNode[],
  apps: { visible: App[]; all: App[] },
): GpuNode[] {
  const seesAll = apps.visible.length === apps.all.length;
  const refs = new Map(
    apps.visible.flatMap(({ selector, entityRef }) =>
      selector.kubernetesId ? [[selector.kubernetesId, entityRef]] : [],
    ),
  );
  return nodes.map(node => ({
    ...node,
    gpus: node.gpus.map(({ holder, ...gpu }) => {
      const app = holder?.app && refs.get(holder.app);
      if (!holder || !(app || seesAll)) {
        return gpu;
      }
      const { namespace, pod } = holder;
      return {
        ...gpu,
        holder: app ? { namespace, pod, app } : { namespace, pod },
      };
    }),
  }));
}
