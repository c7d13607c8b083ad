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
import { explainHealth } from './explainHealth';

/** `fleet:explain-app-health`: why is this app not healthy? */
export function registerExplainAppHealthAction(
  actionsRegistry: ActionsRegistryService,
  { access, authorizer, views }: ActionContext,
) {
  actionsRegistry.register({
    name: 'explain-app-health',
    title: 'Explain why an app is not healthy',
    description:
      'Says in plain sentences, cluster by cluster and worst first, why an app is not healthy: images that cannot be pulled, crash loops with their exit code, instances that find no room and what is missing, failing probes, quotas; and which clusters are not live, so that what is known of them is old.',
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
          health: z
            .string()
            .describe('healthy, starting, attention, failing or unknown'),
          explanation: z.array(z.string()).describe('Sentences, worst first'),
        }),
    },
    examples: [
      {
        title: 'An app that crashes in one of two clusters',
        input: { entityRef: 'component:default/feed' },
        output: {
          health: 'failing',
          explanation: [
            'shanghai (1 of 3 ready): 2 instances crash: exit code 137 (out of memory).',
            'beijing (3 of 3 ready): healthy.',
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => {
      const viewer = await authorizer.getViewer(credentials);
      const app = await access.findApp(credentials, viewer, input.entityRef);
      const status = await viewer.settle(() => views.getApp(viewer, app));
      return {
        output: {
          health: status.health.state,
          explanation: explainHealth(status),
        },
      };
    },
  });
}
