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

import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ApplyRequest } from '@slipway/backstage-plugin-fleet-common';
import {
  changeClusters,
  clusterFields,
  manifestFields,
  resultFields,
  toSelection,
  writeOutputs,
  type Outcome,
} from '../changes';
import type { FleetCaller } from '../fleet';
import { readManifestSource } from '../manifests';
import { examples } from './kubernetesApply.examples';

/**
 * `kubernetes:apply`: server-side apply to clusters of the fleet, on behalf of whoever started the task.
 *
 * Doing it again changes nothing, so a task that is resumed may repeat it.
 */
export function createKubernetesApplyAction(fleet: FleetCaller) {
  return createTemplateAction({
    id: 'kubernetes:apply',
    description:
      'Creates or changes Kubernetes objects in clusters of the fleet by server-side apply. Clusters are chosen by name, or by location and group; a dry run asks the API servers for the plan and changes nothing.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...clusterFields,
        ...manifestFields,
        namespace: z =>
          z
            .string()
            .optional()
            .describe('Namespace of the objects that name none'),
        owner: z =>
          z
            .string()
            .optional()
            .describe(
              'Entity ref of the group or user that the objects belong to; others may not take them over',
            ),
        existing: z =>
          z
            .enum(['change', 'refuse'])
            .optional()
            .describe(
              'What to do with an object that is there: change it (default), or refuse before anything is changed. One that is there as it is wanted passes, since a resumed task finds what it made; with dryRun it does not',
            ),
        force: z =>
          z
            .boolean()
            .optional()
            .describe('Take over fields that another field manager owns'),
        dryRun: z =>
          z
            .boolean()
            .optional()
            .describe('Ask for the plan and change nothing, in a task too'),
        reason: z => z.string().optional().describe('Why, for the audit log'),
      },
      output: resultFields,
    },
    async handler(ctx) {
      const { namespace, owner, force, existing } = ctx.input;
      const request: ApplyRequest = {
        clusters: toSelection(ctx.input),
        ...(await readManifestSource(ctx.input, ctx.workspacePath)),
        namespace,
        owner,
        force,
        reason: ctx.input.reason ?? `Software template, task ${ctx.task.id}`,
        dryRun: ctx.isDryRun || ctx.input.dryRun || false,
      };
      const outcomes = await changeClusters(ctx, {
        verb: 'apply',
        request,
        send: async () => {
          if (existing === 'refuse' && !request.dryRun) {
            const plan = await changeClusters(ctx, {
              verb: 'plan',
              request: { ...request, dryRun: true },
              send: planned => fleet.apply(ctx, planned),
            });
            requireNew(plan, ['created', 'unchanged']);
          }
          return fleet.apply(ctx, request);
        },
      });
      if (existing === 'refuse' && request.dryRun) {
        requireNew(outcomes, ['created']);
      }
      writeOutputs(ctx, outcomes);
    },
  });
}

/** @throws ConflictError that names the objects that are there already */
function requireNew(plan: Outcome[], wanted: string[]): void {
  const taken = plan.flatMap(({ cluster, objects }) =>
    objects
      .filter(({ outcome }) => !wanted.includes(outcome))
      .map(({ kind, name }) => `${kind} ${name} in ${cluster}`),
  );
  if (taken.length > 0) {
    throw new ConflictError(
      `There already: ${taken.join(
        ', ',
      )}. Nothing was changed. Choose another name.`,
    );
  }
}
