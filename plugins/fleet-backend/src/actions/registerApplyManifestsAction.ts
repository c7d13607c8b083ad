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

/** `fleet:apply-manifests`: creates and changes objects by server-side apply. */
export function registerApplyManifestsAction(
  actionsRegistry: ActionsRegistryService,
  { changes }: ActionContext,
) {
  actionsRegistry.register({
    name: 'apply-manifests',
    title: 'Apply manifests',
    description:
      'Creates or changes Kubernetes objects in one or more clusters by server-side apply. Ask with dryRun first: it answers what would change, field by field, and changes nothing. A field that another field manager owns is a conflict, which names the owner; force takes it over. Doing it again changes nothing.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          clusters: clustersSchema(z),
          yaml: z
            .string()
            .describe('The manifests: YAML or JSON with one or more documents'),
          namespace: z
            .string()
            .optional()
            .describe('Namespace of the objects that name none'),
          dryRun: z.boolean().optional().describe('Only tell what would be'),
          force: z
            .boolean()
            .optional()
            .describe('Take over fields that another field manager owns'),
          owner: z
            .string()
            .optional()
            .describe('Entity ref of the group that the objects belong to'),
          reason: z.string().max(500).optional().describe('For the audit log'),
        }),
      output: changeResultSchema,
    },
    examples: [
      {
        title: 'What a setting would change',
        input: {
          clusters: { names: ['beijing'] },
          namespace: 'feed',
          dryRun: true,
          yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: feed }\ndata: { level: debug }\n',
        },
        output: {
          dryRun: true,
          clusters: [
            {
              cluster: 'beijing',
              outcome: 'applied',
              objects: [
                {
                  object: 'ConfigMap feed feed',
                  outcome: 'changed',
                  changes: ['data.level: "info" → "debug"'],
                },
              ],
              undo: [],
            },
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => ({
      output: describeChange(await changes.apply.apply(credentials, input)),
    }),
  });
}
