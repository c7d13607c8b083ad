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
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { DeleteRequest } from '@slipway/backstage-plugin-fleet-common';
import {
  changeClusters,
  clusterFields,
  manifestFields,
  objectsField,
  resultFields,
  toSelection,
  writeOutputs,
} from '../changes';
import type { FleetCaller } from '../fleet';
import { readManifestSource, type ManifestInput } from '../manifests';
import { examples } from './kubernetesDelete.examples';

/**
 * `kubernetes:delete`: takes objects out of clusters of the fleet, on behalf of whoever started the task.
 *
 * What is gone already counts as done, so a task that is resumed may repeat it.
 */
export function createKubernetesDeleteAction(fleet: FleetCaller) {
  return createTemplateAction({
    id: 'kubernetes:delete',
    description:
      'Deletes Kubernetes objects from clusters of the fleet: those of a list, or those of manifests. What is gone already counts as done. A dry run asks the API servers whether they would be deleted, and changes nothing.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...clusterFields,
        objects: objectsField,
        ...manifestFields,
        namespace: z =>
          z
            .string()
            .optional()
            .describe('Namespace of the objects that name none'),
        propagationPolicy: z =>
          z
            .enum(['Background', 'Foreground', 'Orphan'])
            .optional()
            .describe(
              'What becomes of what they own, such as the pods of a Deployment. Default is Background: deleted soon after',
            ),
        reason: z => z.string().optional().describe('Why, for the audit log'),
      },
      output: resultFields,
    },
    async handler(ctx) {
      const { namespace, propagationPolicy } = ctx.input;
      const request: DeleteRequest = {
        clusters: toSelection(ctx.input),
        ...(await readTargets(ctx.input, ctx.workspacePath)),
        namespace,
        propagationPolicy,
        reason: ctx.input.reason ?? `Software template, task ${ctx.task.id}`,
        dryRun: ctx.isDryRun ?? false,
      };
      const outcomes = await changeClusters(ctx, {
        verb: 'delete',
        request,
        send: () => fleet.delete(ctx, request),
      });
      writeOutputs(ctx, outcomes);
    },
  });
}

async function readTargets(
  input: ManifestInput & Pick<DeleteRequest, 'objects'>,
  workspacePath: string,
): Promise<Partial<DeleteRequest>> {
  const { objects, manifest, manifestPath } = input;
  const given = [objects, manifest, manifestPath].filter(
    value => value !== undefined,
  );
  if (given.length !== 1) {
    throw new InputError('Give either objects, manifest or manifestPath.');
  }
  return objects ? { objects } : readManifestSource(input, workspacePath);
}
