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
import { clustersSchema, objectsSchema } from './changeInput';
import { changeResultSchema, describeChange } from './changeResult';

/** `fleet:delete-objects`: deletes objects by name. */
export function registerDeleteObjectsAction(
  actionsRegistry: ActionsRegistryService,
  { changes }: ActionContext,
) {
  actionsRegistry.register({
    name: 'delete-objects',
    title: 'Delete objects',
    description:
      'Deletes Kubernetes objects in one or more clusters. What they hold is gone for good, so ask with dryRun first, and ask the person. An object that is not there counts as done.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          clusters: clustersSchema(z),
          objects: objectsSchema(z),
          namespace: z
            .string()
            .optional()
            .describe('Namespace of the objects that name none'),
          dryRun: z.boolean().optional().describe('Only tell what would be'),
          propagationPolicy: z
            .enum(['Background', 'Foreground', 'Orphan'])
            .optional()
            .describe(
              'What becomes of dependents, such as the pods of a Deployment; Background deletes them too',
            ),
          reason: z.string().max(500).optional().describe('For the audit log'),
        }),
      output: changeResultSchema,
    },
    examples: [
      {
        title: 'Delete a setting',
        input: {
          clusters: { names: ['beijing'] },
          namespace: 'feed',
          objects: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'feed' }],
        },
        output: {
          dryRun: false,
          clusters: [
            {
              cluster: 'beijing',
              outcome: 'deleted',
              objects: [
                {
                  object: 'ConfigMap feed feed',
                  outcome: 'deleted',
                  changes: [],
                },
              ],
              undo: [
                'Apply ConfigMap feed/feed in beijing again from its manifest; what it held itself is gone.',
              ],
            },
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => ({
      output: describeChange(await changes.delete.delete(credentials, input)),
    }),
  });
}
