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

import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  ApplyRequest,
  ClusterResult,
  ClusterSelection,
} from '@slipway/backstage-plugin-fleet-common';
import type { FleetCaller } from '../fleet';
import { describeCluster, summariseCluster } from './describeResult';
import { examples } from './kubernetesApply.examples';
import { readManifests } from './readManifests';

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
        clusters: z =>
          z
            .array(z.string())
            .min(1)
            .optional()
            .describe('Names of the clusters'),
        location: z =>
          z
            .string()
            .optional()
            .describe('All clusters of this location, in place of names'),
        group: z =>
          z
            .string()
            .optional()
            .describe('All clusters of this group, in place of names'),
        manifest: z =>
          z
            .union([
              z.string(),
              z.record(z.unknown()),
              z.array(z.record(z.unknown())),
            ])
            .optional()
            .describe(
              'The objects: YAML with one or more documents, an object, or a list of objects',
            ),
        manifestPath: z =>
          z
            .string()
            .optional()
            .describe('A YAML file of the workspace, in place of manifest'),
        namespace: z =>
          z
            .string()
            .optional()
            .describe('Namespace of the objects that name none'),
        force: z =>
          z
            .boolean()
            .optional()
            .describe('Take over fields that another field manager owns'),
        reason: z => z.string().optional().describe('Why, for the audit log'),
      },
      output: {
        clusters: z =>
          z
            .array(
              z.object({
                cluster: z.string(),
                outcome: z.enum(['applied', 'failed', 'not-tried']),
                summary: z.string(),
              }),
            )
            .describe('What happened in each cluster'),
        objects: z =>
          z
            .array(
              z.object({
                cluster: z.string(),
                apiVersion: z.string(),
                kind: z.string(),
                namespace: z.string().optional(),
                name: z.string(),
                outcome: z.string(),
              }),
            )
            .describe('Every object in every cluster'),
        summary: z => z.string().describe('One sentence for each cluster'),
      },
    },
    async handler(ctx) {
      const manifests = await readManifests(ctx.input, ctx.workspacePath);
      const request: ApplyRequest = {
        clusters: toSelection(ctx.input),
        manifests,
        namespace: ctx.input.namespace,
        force: ctx.input.force,
        reason: ctx.input.reason ?? `Software template, task ${ctx.task.id}`,
        dryRun: ctx.isDryRun ?? false,
      };
      const apply = async () => {
        const { clusters } = await fleet.apply(
          await ctx.getInitiatorCredentials(),
          request,
          ctx.signal,
        );
        for (const line of clusters.flatMap(describeCluster)) {
          ctx.logger.info(line);
        }
        requireAllApplied(clusters, request.dryRun ?? false);
        return clusters.map(toOutcome);
      };
      // A plan is asked for anew each time. Steps with `each` share one name, so the key says what and where.
      const outcomes = ctx.isDryRun
        ? await apply()
        : await ctx.checkpoint({
            key: `apply-${identify(request)}`,
            fn: apply,
          });
      ctx.output(
        'clusters',
        outcomes.map(({ cluster, outcome, summary }) => ({
          cluster,
          outcome,
          summary,
        })),
      );
      ctx.output(
        'objects',
        outcomes.flatMap(({ objects }) => objects),
      );
      ctx.output('summary', outcomes.map(({ summary }) => summary).join('\n'));
    },
  });
}

function toSelection(input: {
  clusters?: string[];
  location?: string;
  group?: string;
}): ClusterSelection {
  const { clusters, location, group } = input;
  const byLabel = location !== undefined || group !== undefined;
  if ((clusters === undefined) !== byLabel) {
    throw new InputError(
      'Choose clusters either by name, or by location and group.',
    );
  }
  return clusters ? { names: clusters } : { location, group };
}

/** Clusters, objects and options of a request, as a short text. */
function identify({ clusters, manifests, namespace, force }: ApplyRequest) {
  return createHash('sha256')
    .update(JSON.stringify([clusters, manifests, namespace, force ?? false]))
    .digest('hex')
    .slice(0, 32);
}

/** What is kept of a result; a type and not an interface, since it is stored as JSON. */
type Outcome = {
  cluster: string;
  outcome: ClusterResult['outcome'];
  summary: string;
  objects: Array<{
    cluster: string;
    apiVersion: string;
    kind: string;
    namespace?: string;
    name: string;
    outcome: string;
  }>;
};

function toOutcome(result: ClusterResult): Outcome {
  const { cluster, outcome, objects } = result;
  return {
    cluster,
    outcome,
    summary: summariseCluster(result),
    objects: objects.map(object => ({
      cluster,
      apiVersion: object.apiVersion,
      kind: object.kind,
      ...(object.namespace !== undefined && { namespace: object.namespace }),
      name: object.name,
      outcome: object.outcome,
    })),
  };
}

function requireAllApplied(clusters: ClusterResult[], dryRun: boolean): void {
  if (clusters.every(({ outcome }) => outcome === 'applied')) {
    return;
  }
  const advice = dryRun
    ? 'Nothing was changed.'
    : 'What was applied stays. Running this again is safe: it changes only what is missing.';
  throw new Error(
    [
      dryRun ? 'This cannot be applied.' : 'Not everything was applied.',
      ...clusters.map(summariseCluster),
      advice,
    ].join(' '),
  );
}
