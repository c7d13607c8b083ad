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
import { clustersSchema } from './changeInput';
import { changeResultSchema, describeChange } from './changeResult';

/** `fleet:create-namespace`: a namespace for a team, with what keeps it in bounds. */
export function registerCreateNamespaceAction(
  actionsRegistry: ActionsRegistryService,
  { changes }: ActionContext,
) {
  actionsRegistry.register({
    name: 'create-namespace',
    title: 'Create a namespace',
    description:
      'Creates a namespace for a group in one or more clusters: under the restricted Pod Security Standard, with a quota and limits where they are given, network policies that deny all but DNS, and role bindings for the group. One that belongs to the group already is brought up to date; one of somebody else is refused.',
    attributes: { readOnly: false, destructive: false, idempotent: true },
    schema: {
      input: z => {
        const quantities = z.record(z.string(), z.string());
        return z.object({
          clusters: clustersSchema(z),
          name: z.string(),
          owner: z.string().describe('Entity ref of the group it is for'),
          labels: quantities.optional(),
          quota: quantities
            .optional()
            .describe('For example { "requests.cpu": "20" }'),
          limits: z
            .object({
              default: quantities.optional(),
              defaultRequest: quantities.optional(),
              min: quantities.optional(),
              max: quantities.optional(),
            })
            .optional()
            .describe('Of one container'),
          roles: z
            .array(z.string())
            .optional()
            .describe('ClusterRoles that the group gets; edit unless told'),
          dryRun: z.boolean().optional().describe('Only tell what would be'),
          reason: z.string().max(500).optional().describe('For the audit log'),
        });
      },
      output: changeResultSchema,
    },
    examples: [
      {
        title: 'A namespace for a team',
        input: {
          clusters: { names: ['beijing'] },
          name: 'feed',
          owner: 'group:default/team-feed',
          dryRun: true,
        },
        output: {
          dryRun: true,
          clusters: [
            {
              cluster: 'beijing',
              outcome: 'applied',
              objects: [
                { object: 'Namespace feed', outcome: 'created', changes: [] },
              ],
              undo: [],
            },
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => ({
      output: describeChange(
        await changes.namespaces.create(credentials, input),
      ),
    }),
  });
}
