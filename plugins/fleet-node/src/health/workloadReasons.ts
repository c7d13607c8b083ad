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

import type { HealthReason } from '@slipway/backstage-plugin-fleet-common';
import type { SelectedWorkload } from '../cache';
import type { ProjectedCondition } from '../projection';
import { countInstances, toIso } from './reasons';

/** What the objects above the pods say: pods that could not be made, a rollout that is stuck, a blind autoscaler. */
export function workloadReasons(
  workload: SelectedWorkload,
  existing: number,
): HealthReason[] {
  const { object, autoscaler } = workload;
  const missing = Math.max(0, object.desired - existing);
  return [
    replicaFailure(workload, missing),
    find(object.conditions, 'Progressing', 'False', condition =>
      reason('attention', condition, {
        message: `The rollout of ${object.name} does not go on: it took longer than its deadline`,
        instances: 0,
      }),
    ),
    rolloutReason(workload),
    find(object.conditions, 'Failed', 'True', condition =>
      reason('failing', condition, {
        message: `Job ${object.name} failed: ${jobFailure(condition)}`,
        instances: 0,
      }),
    ),
    find(autoscaler?.conditions ?? [], 'ScalingActive', 'False', condition =>
      condition.reason === 'ScalingDisabled'
        ? undefined
        : reason('attention', condition, {
            message: `Autoscaler ${autoscaler?.name} cannot scale: it has no metrics`,
            instances: 0,
          }),
    ),
  ].filter(found => found !== undefined);
}

function replicaFailure(
  { object, replicaSets }: SelectedWorkload,
  missing: number,
): HealthReason | undefined {
  const conditions = [
    ...object.conditions,
    ...replicaSets
      .filter(({ desired }) => desired > 0)
      .flatMap(replicaSet => replicaSet.conditions),
  ];
  return find(conditions, 'ReplicaFailure', 'True', condition => {
    return reason('failing', condition, {
      code: /exceeded quota/.test(condition.message ?? '')
        ? 'QuotaExceeded'
        : condition.reason,
      message: `${countInstances(
        Math.max(1, missing),
      )} cannot be made: ${createFailure(condition.message ?? '')}`,
      instances: Math.max(1, missing),
    });
  });
}

/** What the API server said when a controller made a pod. */
export function createFailure(message: string): string {
  const quota =
    /exceeded quota: ([^,]+), requested: ([^ ]+(?:,[^ ]+)*), used: ([^ ]+(?:,[^ ]+)*), limited: ([^ ]+)/.exec(
      message,
    );
  if (quota) {
    return `quota ${quota[1]} is used up (asks for ${list(quota[2])}; ${list(
      quota[3],
    )} of ${list(quota[4])} is used)`;
  }
  const must = /failed quota: ([^:]+): must specify (\S+)/.exec(message);
  if (must) {
    return `quota ${must[1]} wants the pod to name ${list(must[2])}`;
  }
  const security = /violates PodSecurity "([^:"]+)[^"]*": (.+)$/.exec(message);
  if (security) {
    return `Pod Security ${security[1]} refuses it: ${security[2]}`;
  }
  const account = /serviceaccount "([^"]+)" not found/.exec(message);
  if (account) {
    return `service account ${account[1]} does not exist`;
  }
  return message.replace(/^pods "[^"]*" is forbidden: /, '');
}

function list(text: string): string {
  return text.split(',').join(', ');
}

function rolloutReason({ object }: SelectedWorkload): HealthReason | undefined {
  const { rollout } = object;
  if (rollout?.phase !== 'Degraded') {
    return undefined;
  }
  const what = rollout.aborted ? 'was aborted' : 'is degraded';
  const why = rollout.message ? `: ${rollout.message}` : '';
  return {
    code: rollout.aborted ? 'RolloutAborted' : 'RolloutDegraded',
    severity: 'attention',
    message: `Rollout ${object.name} ${what}${why}`,
    instances: 0,
  };
}

function jobFailure(condition: ProjectedCondition): string {
  switch (condition.reason) {
    case 'BackoffLimitExceeded':
      return 'it was tried as often as its backoff limit allows';
    case 'DeadlineExceeded':
      return 'it took longer than its deadline';
    default:
      return condition.message ?? condition.reason ?? 'no reason was given';
  }
}

function find(
  conditions: readonly ProjectedCondition[],
  type: string,
  status: string,
  make: (condition: ProjectedCondition) => HealthReason | undefined,
): HealthReason | undefined {
  const condition = conditions.find(
    candidate => candidate.type === type && candidate.status === status,
  );
  return condition && make(condition);
}

function reason(
  severity: HealthReason['severity'],
  condition: ProjectedCondition,
  rest: { code?: string; message: string; instances: number },
): HealthReason {
  return {
    severity,
    code: rest.code ?? condition.reason ?? condition.type,
    message: rest.message,
    instances: rest.instances,
    since: toIso(condition.since),
  };
}
