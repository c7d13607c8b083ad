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
import type { ChangeResult } from '@slipway/backstage-plugin-fleet-node';
import type { PreparedCluster, ReadyCluster } from './ChangePreparer';
import { describeUndo } from './describeUndo';

/** What a change does in one cluster. */
export interface ChangeSteps {
  /** Asks the API server for the plan and changes nothing. */
  plan(cluster: ReadyCluster): Promise<ChangeResult>;
  write(cluster: ReadyCluster): Promise<ChangeResult>;
}

/**
 * Makes a change in all clusters side by side: first the plan of each, then, unless one of them says no, the change.
 *
 * A cluster that gives no answer does not block the others: that is its fault, and not that of what is asked.
 */
export async function changeClusters(
  prepared: readonly PreparedCluster[],
  steps: ChangeSteps,
  dryRun: boolean,
): Promise<ChangeResult[]> {
  const plans = await Promise.all(
    prepared.map(cluster =>
      'ready' in cluster
        ? attempt(cluster.ready, steps.plan, 'Nothing was changed there.')
        : cluster.refused,
    ),
  );
  if (dryRun) {
    return plans;
  }
  const unwilling = plans.find(
    ({ outcome, noAnswer }) => outcome === 'failed' && !noAnswer,
  );
  if (unwilling) {
    return plans.map(plan => keepBack(plan, unwilling.cluster));
  }
  return Promise.all(
    prepared.map(async (cluster, index) => {
      if (!('ready' in cluster)) {
        return cluster.refused;
      }
      if (plans[index].outcome === 'failed') {
        return withNothingDone(plans[index]);
      }
      const result = await attempt(
        cluster.ready,
        steps.write,
        'Part of this may have been done there. Doing it again is safe.',
      );
      return { ...result, undo: describeUndo(result) };
    }),
  );
}

/** What is answered: without what is of use to the backend alone. */
export function toClusterResult({
  noAnswer,
  ...result
}: ChangeResult): ClusterResult {
  return result;
}

/** One cluster's fault must not hide what was done in the others. */
async function attempt(
  cluster: ReadyCluster,
  step: (cluster: ReadyCluster) => Promise<ChangeResult>,
  state: string,
): Promise<ChangeResult> {
  const actedAs = cluster.subject ? 'user' : 'service-account';
  try {
    return { ...(await step(cluster)), actedAs };
  } catch (error) {
    return {
      cluster: cluster.name,
      outcome: 'failed',
      message: `Slipway could not finish in ${cluster.name}. ${state} ${error}`,
      objects: [],
      noAnswer: true,
      actedAs,
    };
  }
}

/** The plan of a cluster where nothing is done, since another one refuses. */
function keepBack(plan: ChangeResult, unwilling: string): ChangeResult {
  return withNothingDone(
    plan.outcome === 'failed' || plan.outcome === 'not-tried'
      ? plan
      : {
          ...plan,
          outcome: 'not-tried',
          message: `Nothing was changed in ${plan.cluster}, since ${unwilling} refuses.`,
        },
  );
}

function withNothingDone(plan: ChangeResult): ChangeResult {
  return {
    ...plan,
    objects: plan.objects.map(object =>
      object.outcome === 'failed' || object.outcome === 'conflict'
        ? object
        : { ...object, outcome: 'not-tried', changes: [] },
    ),
  };
}
