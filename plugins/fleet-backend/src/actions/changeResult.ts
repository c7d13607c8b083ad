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

import type { ClusterResult } from '@slipway/backstage-plugin-fleet-common';
import type { z as Zod } from 'zod/v3';

/** What agents are told of a change; how it was refused is an error. */
export function changeResultSchema(z: typeof Zod) {
  return z.object({
    dryRun: z.boolean().describe('Whether nothing was changed'),
    clusters: z.array(
      z.object({
        cluster: z.string(),
        outcome: z.string().describe('applied, deleted, failed or not-tried'),
        message: z.string().optional().describe('Why not, as a sentence'),
        objects: z.array(
          z.object({
            object: z.string().describe('Kind, namespace and name'),
            outcome: z
              .string()
              .describe(
                'created, changed, unchanged, deleted, gone, conflict, failed or not-tried',
              ),
            message: z.string().optional(),
            changes: z
              .array(z.string())
              .describe('Field by field: path: from → to'),
          }),
        ),
        undo: z
          .array(z.string())
          .describe('How to undo what was done here, step by step'),
      }),
    ),
  });
}

/** Values that take up more say less. */
const MAX_VALUE_LENGTH = 120;

/** A result in few words. */
export function describeChange(result: {
  dryRun: boolean;
  clusters: ClusterResult[];
}) {
  return {
    dryRun: result.dryRun,
    clusters: result.clusters.map(
      ({ cluster, outcome, message, objects, undo = [] }) => ({
        cluster,
        outcome,
        ...(message && { message }),
        undo,
        objects: objects.map(object => ({
          object: [object.kind, object.namespace, object.name]
            .filter(Boolean)
            .join(' '),
          outcome: object.outcome,
          ...(object.message && { message: object.message }),
          changes: object.changes.map(
            ({ path, from, to }) => `${path}: ${show(from)} → ${show(to)}`,
          ),
        })),
      }),
    ),
  };
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MAX_VALUE_LENGTH
    ? `${text.slice(0, MAX_VALUE_LENGTH)}…`
    : text;
}
