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

/** `fleet:wait-for-objects`: whether objects have become ready, waiting for it for a moment. */
export function registerWaitForObjectsAction(
  actionsRegistry: ActionsRegistryService,
  { changes }: ActionContext,
) {
  actionsRegistry.register({
    name: 'wait-for-objects',
    title: 'Wait for objects',
    description:
      'Tells whether Kubernetes objects are ready, have a condition or are deleted. It answers as soon as they are, and at the latest after timeoutSeconds with their state then: ask again while the state is waiting. The state failed does not change by itself.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          clusters: clustersSchema(z),
          objects: objectsSchema(z),
          namespace: z
            .string()
            .optional()
            .describe('Namespace of the objects that name none'),
          until: z.enum(['ready', 'deleted']).optional(),
          condition: z
            .object({ type: z.string(), status: z.string().optional() })
            .optional()
            .describe('In place of until: a condition, True unless told'),
          timeoutSeconds: z.number().min(0).max(30).optional(),
        }),
      output: z =>
        z.object({
          state: z.string().describe('done, waiting, failed or unknown'),
          clusters: z.array(
            z.object({
              cluster: z.string(),
              state: z.string(),
              message: z.string().optional(),
              objects: z.array(
                z.object({
                  object: z.string().describe('Kind, namespace and name'),
                  state: z.string(),
                  message: z.string().optional(),
                }),
              ),
            }),
          ),
        }),
    },
    examples: [
      {
        title: 'Whether an app is up',
        input: {
          clusters: { names: ['beijing'] },
          namespace: 'feed',
          objects: [
            { apiVersion: 'apps/v1', kind: 'Deployment', name: 'feed' },
          ],
        },
        output: {
          state: 'waiting',
          clusters: [
            {
              cluster: 'beijing',
              state: 'waiting',
              objects: [
                {
                  object: 'Deployment feed feed',
                  state: 'waiting',
                  message: '2 of 3 instances are available.',
                },
              ],
            },
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => {
      const { state, clusters } = await changes.wait.wait(credentials, input);
      return {
        output: {
          state,
          clusters: clusters.map(({ objects, ...cluster }) => ({
            ...cluster,
            objects: objects.map(object => ({
              object: [object.kind, object.namespace, object.name]
                .filter(Boolean)
                .join(' '),
              state: object.state,
              ...(object.message && { message: object.message }),
            })),
          })),
        },
      };
    },
  });
}
