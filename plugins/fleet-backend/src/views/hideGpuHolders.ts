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

/**
 * Names the app that holds a GPU by its entity, and leaves out holders that belong to none of the viewer's apps: such
 * a pod may be an app's that the viewer may not see. To a viewer who sees every app there is nothing to hide.
 *
 * @param owners - entity refs of the viewer's apps by `namespace/pod`
 */
export function hideGpuHolders(
  nodes: GpuNode[],
  owners: Map<string, string>,
  seesAll: boolean,
): GpuNode[] {
  return nodes.map(node => ({
    ...node,
    gpus: node.gpus.map(({ holder, ...gpu }) => {
      if (!holder) {
        return gpu;
      }
      const { namespace, pod } = holder;
      const app = owners.get(`${namespace}/${pod}`);
      if (app) {
        return { ...gpu, holder: { namespace, pod, app } };
      }
      return seesAll ? { ...gpu, holder: { namespace, pod } } : gpu;
    }),
  }));
}
