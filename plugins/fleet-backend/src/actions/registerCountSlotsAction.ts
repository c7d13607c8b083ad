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

import { InputError } from '@backstage/errors';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ActionContext } from './ActionContext';

/** `fleet:count-slots`: where there is room for more instances, and why there is none elsewhere. */
export function registerCountSlotsAction(
  actionsRegistry: ActionsRegistryService,
  { authorizer, views }: ActionContext,
) {
  actionsRegistry.register({
    name: 'count-slots',
    title: 'Count slots',
    description:
      "Counts how many more instances each Kubernetes cluster really takes now, node by node as its scheduler would place them, and says why where there are few or none. Give either a size (cores, bytes and GPUs of one instance) or a pod template as in a workload's spec.template, which also honours node selectors, affinity, taints, spread and host ports. Use it before a release or a scale-up.",
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          size: z
            .object({
              cpu: z.number().min(0).describe('Cores'),
              memory: z.number().min(0).describe('Bytes'),
              gpu: z.number().int().min(0).default(0),
            })
            .optional(),
          template: z
            .object({
              metadata: z
                .object({ labels: z.record(z.string(), z.string()).optional() })
                .optional(),
              spec: z.record(z.string(), z.unknown()),
            })
            .optional()
            .describe('Instead of a size: a Kubernetes pod template'),
          namespace: z
            .string()
            .optional()
            .describe('Where instances of the template would run'),
          clusters: z
            .array(z.string())
            .optional()
            .describe('Only these; all that you may see unless told'),
        }),
      output: z =>
        z.object({
          clusters: z.array(
            z.object({
              cluster: z.string(),
              slots: z.number(),
              reason: z
                .string()
                .optional()
                .describe('Why there are not more, or none'),
              atLeast: z
                .boolean()
                .optional()
                .describe('Whether counting ended before the nodes were full'),
              estimated: z
                .boolean()
                .optional()
                .describe(
                  "Whether it hangs on the scheduler's choice of nodes",
                ),
              obstacles: z
                .array(z.object({ reason: z.string(), nodes: z.number() }))
                .optional()
                .describe('Why nodes take none'),
            }),
          ),
        }),
    },
    examples: [
      {
        title: 'Room for instances with 2 GPUs',
        input: { size: { cpu: 8, memory: 3.4e10, gpu: 2 } },
        output: {
          clusters: [
            {
              cluster: 'beijing',
              slots: 3,
              reason: '2 of 8 free GPUs lack memory beside them',
            },
          ],
        },
      },
    ],
    action: async ({ input, credentials }) => {
      const { size, template, namespace, clusters: only } = input;
      if (Boolean(size) === Boolean(template)) {
        throw new InputError('Give either a size or a template.');
      }
      const viewer = await authorizer.getViewer(credentials);
      const found = await views.getSlots(
        viewer,
        template ? { template, namespace, clusters: only } : size!,
      );
      const clusters = found.filter(
        ({ cluster }) => !only || only.includes(cluster),
      );
      return { output: { clusters } };
    },
  });
}
