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

import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import type {
  ClusterResult,
  ClusterSelection,
} from '@slipway/backstage-plugin-fleet-common';
import {
  describeCluster,
  isAnythingDone,
  summariseCluster,
} from './describeResult';
import { identify } from './identify';
import { toOutcome, type Outcome } from './Outcome';

interface Change<R extends { clusters: ClusterSelection; dryRun?: boolean }> {
  /** What is done, for the checkpoint's key. */
  verb: string;
  request: R;
  send(request: R): Promise<{ clusters: ClusterResult[] }>;
}

/**
 * Sends a change, tells the log what happened where, and remembers it: a task that is resumed does not send it again.
 * One that ended between the change and its being remembered does, which changes nothing twice, for fleet's changes
 * are idempotent.
 *
 * @throws Error that says for each cluster what was done and how to undo it, unless all of it was done
 */
export async function changeClusters<
  R extends { clusters: ClusterSelection; dryRun?: boolean },
>(
  ctx: Pick<ActionContext<JsonObject>, 'checkpoint' | 'logger'>,
  { verb, request, send }: Change<R>,
): Promise<Outcome[]> {
  const change = async () => {
    const { clusters } = await send(request);
    for (const line of clusters.flatMap(cluster =>
      describeCluster(cluster, request.dryRun ?? false),
    )) {
      ctx.logger.info(line);
    }
    requireAllDone(clusters, request.dryRun ?? false);
    return clusters.map(toOutcome);
  };
  // A plan is asked for anew each time.
  return request.dryRun
    ? change()
    : ctx.checkpoint({ key: identify(verb, request), fn: change });
}

function requireAllDone(clusters: ClusterResult[], dryRun: boolean): void {
  if (
    clusters.every(({ outcome }) => ['applied', 'deleted'].includes(outcome))
  ) {
    return;
  }
  const nothing = dryRun || !isAnythingDone(clusters);
  const advice = nothing
    ? ['Nothing was changed.']
    : [
        'What was done stays. Running this again is safe: it does only what is missing.',
        ...clusters.flatMap(describeUndo),
      ];
  throw new Error(
    [
      nothing ? 'This cannot be done.' : 'Not everything was done.',
      ...clusters.map(summariseCluster),
      ...advice,
    ].join(' '),
  );
}

function describeUndo({ cluster, undo = [] }: ClusterResult): string[] {
  return undo.length > 0 ? [`To undo it in ${cluster}: ${undo.join(' ')}`] : [];
}
