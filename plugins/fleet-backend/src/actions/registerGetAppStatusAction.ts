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
import type { AppClusterStatus } from '@slipway/backstage-plugin-fleet-common';
import type { ActionContext } from './ActionContext';

/** `fleet:get-app-status`: how many instances of an app run where, and which version. */
export function registerGetAppStatusAction(
  actionsRegistry: ActionsRegistryService,
  { access, authorizer, views }: ActionContext,
) {
  actionsRegistry.register({
    name: 'get-app-status',
    title: 'Get the status of an app',
    description:
      'Tells for one app (a catalog entity) and each cluster how many instances are desired, ready and updated, which versions run, restarts, GPUs and requests per second. Use explain-app-health to learn why an app is not healthy.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .describe('Full entity ref, for example component:default/feed'),
        }),
      output: z =>
        z.object({
          entityRef: z.string(),
          health: z
            .string()
            .describe('healthy, starting, attention, failing or unknown'),
          clusters: z.array(
            z.object({
              cluster: z.string(),
              state: z
                .string()
                .describe('live, catching-up, stale, denied or unreachable'),
              health: z.string().optional(),
              desired: z.number().optional(),
              ready: z.number().optional(),
              updated: z.number().optional(),
              restartsLastHour: z.number().optional(),
              versions: z.array(
                z.object({ image: z.string(), instances: z.number() }),
              ),
              gpus: z.number().optional().describe('GPUs that it holds'),
              requestsPerSecond: z.number().optional(),
            }),
          ),
        }),
    },
    examples: [
      {
        title: 'An app in one cluster',
        input: { entityRef: 'component:default/feed' },
        output: {
          entityRef: 'component:default/feed',
          health: 'healthy',
          clusters: [
            {
              cluster: 'beijing',
              state: 'live',
              health: 'healthy',
              desired: 3,
              ready: 3,
              updated: 3,
              restartsLastHour: 0,
              versions: [{ image: 'feed:v2', instances: 3 }],
            },
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => {
      const viewer = await authorizer.getViewer(credentials);
      const app = await access.findApp(credentials, viewer, input.entityRef);
      const { entityRef, health, clusters } = await viewer.settle(() =>
        views.getApp(viewer, app),
      );
      return {
        output: {
          entityRef,
          health: health.state,
          clusters: clusters.map(summarise),
        },
      };
    },
  });
}

function summarise({ cluster, freshness, status }: AppClusterStatus) {
  return {
    cluster,
    state: freshness.state,
    health: status?.health.state,
    desired: status?.desired,
    ready: status?.ready,
    updated: status?.updated,
    restartsLastHour: status?.restartsLastHour,
    versions: (status?.versions ?? []).map(({ image, instances }) => ({
      image,
      instances,
    })),
    gpus: status?.gpus?.allocated,
    requestsPerSecond: status?.load?.requestsPerSecond,
  };
}
