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

import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ActionContext } from './ActionContext';

/** `fleet:list-clusters`: what there is, how fresh it is, and what is free. */
export function registerListClustersAction(
  actionsRegistry: ActionsRegistryService,
  { access, authorizer, views }: ActionContext,
) {
  actionsRegistry.register({
    name: 'list-clusters',
    title: 'List clusters',
    description:
      'Lists the Kubernetes clusters that you may see: location, group, freshness of what is known, free CPU (cores), memory (bytes), GPUs and pods, the apps on each, and the apps that need attention. Use it to find a cluster by name, or room for an app.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          location: z.string().optional().describe('Only this location'),
          group: z.string().optional().describe('Only this group'),
        }),
      output: z =>
        z.object({
          clusters: z.array(
            z.object({
              name: z.string(),
              location: z.string(),
              group: z.string(),
              version: z.string().optional(),
              state: z
                .string()
                .describe(
                  'live, catching-up, stale, denied or unreachable; unless live, the rest is what was last known',
                ),
              reason: z.string().optional().describe('Why it is not live'),
              nodes: z.object({ total: z.number(), ready: z.number() }),
              free: z
                .object({
                  cpu: z.number(),
                  memory: z.number(),
                  gpu: z.number(),
                  pods: z.number(),
                })
                .optional(),
              writable: z
                .boolean()
                .describe('Whether you may create apps here'),
              apps: z.array(z.string()).describe('Entity refs'),
              attention: z.array(
                z.object({
                  entityRef: z.string(),
                  state: z.string(),
                  message: z.string(),
                }),
              ),
            }),
          ),
        }),
    },
    examples: [
      {
        title: 'Clusters of the group online',
        input: { group: 'online' },
        output: {
          clusters: [
            {
              name: 'beijing',
              location: 'beijing',
              group: 'online',
              version: '1.36.3',
              state: 'live',
              nodes: { total: 24, ready: 24 },
              free: { cpu: 108, memory: 4.4e12, gpu: 4, pods: 1200 },
              writable: true,
              apps: ['component:default/feed'],
              attention: [],
            },
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => {
      const viewer = await authorizer.getViewer(credentials);
      const apps = await access.listApps(credentials, viewer);
      const fleet = await viewer.settle(() => views.getFleet(viewer, apps));
      const clusters = fleet.clusters
        .filter(
          ({ location, group }) =>
            (input.location === undefined || location === input.location) &&
            (input.group === undefined || group === input.group),
        )
        .map(cluster => ({
          name: cluster.name,
          location: cluster.location,
          group: cluster.group,
          version: cluster.version,
          state: cluster.freshness.state,
          reason: cluster.freshness.reason,
          nodes: cluster.nodes,
          free: cluster.headroom && {
            cpu: cluster.headroom.cpu.free,
            memory: cluster.headroom.memory.free,
            gpu: cluster.headroom.gpu.free,
            pods: cluster.headroom.pods.free,
          },
          writable: cluster.writable,
          apps: cluster.apps,
          attention: cluster.attention,
        }));
      return { output: { clusters } };
    },
  });
}
