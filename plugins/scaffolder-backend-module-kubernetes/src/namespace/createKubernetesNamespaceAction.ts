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

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { CreateNamespaceRequest } from '@slipway/backstage-plugin-fleet-common';
import {
  changeClusters,
  clusterFields,
  resultFields,
  toSelection,
  writeOutputs,
} from '../changes';
import type { FleetCaller } from '../fleet';
import { examples } from './kubernetesNamespace.examples';

/**
 * `kubernetes:create-namespace`: a namespace for a team, with what keeps it in bounds.
 *
 * Doing it again changes nothing, so a task that is resumed may repeat it.
 */
export function createKubernetesNamespaceAction(fleet: FleetCaller) {
  return createTemplateAction({
    id: 'kubernetes:create-namespace',
    description:
      'Creates a namespace for a group in clusters of the fleet, with the restricted Pod Security Standard, a quota, limits for containers, a NetworkPolicy that denies by default, and roles for the group. One that belongs to somebody else is refused.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...clusterFields,
        name: z => z.string().describe('Name of the namespace'),
        owner: z =>
          z.string().describe('Entity ref of the group that it is for'),
        labels: z =>
          z.record(z.string()).optional().describe('Labels of the namespace'),
        quota: z =>
          z
            .record(z.string())
            .optional()
            .describe(
              'What all of it together may ask for, for example requests.cpu: "20"; no quota without',
            ),
        limits: z =>
          z
            .object({
              default: z.record(z.string()).optional(),
              defaultRequest: z.record(z.string()).optional(),
              min: z.record(z.string()).optional(),
              max: z.record(z.string()).optional(),
            })
            .optional()
            .describe(
              'What a container gets and may ask for, as in a LimitRange; no limits without',
            ),
        defaultDeny: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Deny all traffic but DNS, and that within the namespace. Default is true',
            ),
        roles: z =>
          z
            .array(z.string())
            .optional()
            .describe(
              'ClusterRoles that the group gets in it. Default is edit; none with an empty list',
            ),
        existing: z =>
          z
            .enum(['refuse', 'keep'])
            .optional()
            .describe(
              'What to do with a namespace that is there and not of this owner: refuse (default), or keep it as it is',
            ),
        force: z =>
          z
            .boolean()
            .optional()
            .describe('Take over fields that another field manager owns'),
        reason: z => z.string().optional().describe('Why, for the audit log'),
      },
      output: {
        namespace: z => z.string().describe('Its name'),
        ...resultFields,
      },
    },
    async handler(ctx) {
      const {
        clusters: _clusters,
        location: _location,
        group: _group,
        reason = `Software template, task ${ctx.task.id}`,
        ...namespace
      } = ctx.input;
      const request: CreateNamespaceRequest = {
        clusters: toSelection(ctx.input),
        ...namespace,
        reason,
        dryRun: ctx.isDryRun ?? false,
      };
      const outcomes = await changeClusters(ctx, {
        verb: 'create-namespace',
        request,
        send: () => fleet.createNamespace(ctx, request),
      });
      ctx.output('namespace', request.name);
      writeOutputs(ctx, outcomes);
    },
  });
}
