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
import type { WaitRequest } from '@slipway/backstage-plugin-fleet-common';
import {
  clusterFields,
  describeSelection,
  identify,
  objectsField,
  toSelection,
} from '../changes';
import type { FleetCaller } from '../fleet';
import { examples } from './kubernetesWait.examples';
import { waitForClusters } from './waitForClusters';

const DEFAULT_TIMEOUT_SECONDS = 300;

/** A task that waits holds one of the scaffolder's few places. */
const MAX_TIMEOUT_SECONDS = 3600;

/**
 * `kubernetes:wait`: until objects are ready, gone, or have a condition.
 *
 * It changes nothing. The time runs on while the backend is down: a task that is resumed waits for what is left of it.
 */
export function createKubernetesWaitAction(fleet: FleetCaller) {
  return createTemplateAction({
    id: 'kubernetes:wait',
    description:
      'Waits until Kubernetes objects in clusters of the fleet are ready, are gone, or have a condition. Fails when one of them cannot become so any more, or when the time is over.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...clusterFields,
        objects: objectsField,
        namespace: z =>
          z
            .string()
            .optional()
            .describe('Namespace of the objects that name none'),
        until: z =>
          z
            .enum(['ready', 'deleted'])
            .optional()
            .describe(
              'What to wait for: ready (default) is by kind what the object is for, deleted is gone',
            ),
        condition: z =>
          z
            .object({ type: z.string(), status: z.string().optional() })
            .optional()
            .describe(
              'In place of until: the type of an entry of status.conditions, and its status; True without',
            ),
        timeoutSeconds: z =>
          z
            .number()
            .int()
            .min(1)
            .max(MAX_TIMEOUT_SECONDS)
            .optional()
            .describe(
              `For how long, in seconds: at most ${MAX_TIMEOUT_SECONDS}, ${DEFAULT_TIMEOUT_SECONDS} without`,
            ),
      },
      output: {
        clusters: z =>
          z
            .array(z.object({ cluster: z.string(), state: z.string() }))
            .describe('The state in each cluster'),
      },
    },
    async handler(ctx) {
      const { objects, namespace, until, condition } = ctx.input;
      if (objects === undefined) {
        throw new InputError('Say with objects what to wait for.');
      }
      if (until !== undefined && condition !== undefined) {
        throw new InputError('Give either until or condition.');
      }
      const request: WaitRequest = {
        clusters: toSelection(ctx.input),
        objects,
        namespace,
        until,
        condition,
      };
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would wait for ${objects.length} ${
            objects.length === 1 ? 'object' : 'objects'
          } in ${describeSelection(request.clusters)}`,
        );
        ctx.output('clusters', []);
        return;
      }
      const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = ctx.input;
      const endsAt = await ctx.checkpoint({
        key: identify('wait-ends', request),
        fn: async () => Date.now() + timeoutSeconds * 1000,
      });
      const { clusters } = await waitForClusters({
        ask: part => fleet.wait(ctx, { ...request, timeoutSeconds: part }),
        endsAt,
        log: line => ctx.logger.info(line),
        signal: ctx.signal,
        timeoutSeconds,
      });
      ctx.output(
        'clusters',
        clusters.map(({ cluster, state }) => ({ cluster, state })),
      );
    },
  });
}
