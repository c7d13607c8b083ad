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

import type {
  AppClusterStatus,
  AppVersion,
  HealthReason,
  InstanceCounts,
  ReplicaOwner,
  Workload,
} from '@slipway/backstage-plugin-fleet-common';
import type { SelectedApp, SelectedWorkload } from '../cache';
import type { ProjectedNode, ProjectedPod } from '../projection';
import { assessPod } from './assessPod';
import type { PodAssessment } from './PodAssessment';
import { groupProblems, healthOf, toIso } from './reasons';
import { workloadReasons } from './workloadReasons';

/** Restarts in the last hour from which on they are worth a word. */
const MANY_RESTARTS = 3;

/** Says nothing more once the pods say why. */
const STUCK_ROLLOUT = 'ProgressDeadlineExceeded';

type Status = NonNullable<AppClusterStatus['status']>;

/** What is known of an app in one cluster, without GPUs and load, which are measured elsewhere. */
export type ObjectStatus = Omit<Status, 'gpus' | 'load'>;

/** What the status of an app follows from. */
export interface AppStatusInput {
  app: SelectedApp;
  node(name: string): ProjectedNode | undefined;
  restartsLastHour(pod: ProjectedPod): number;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Sums an app's objects up. Pure, save for the look-ups that it is given.
 */
export function appStatus(input: AppStatusInput): ObjectStatus {
  const { app, now } = input;
  const pods = app.pods.map(pod => ({
    pod,
    assessment: assessPod(
      pod,
      pod.node ? input.node(pod.node) : undefined,
      now,
    ),
  }));
  const present = pods.filter(
    ({ assessment }) => assessment.state !== 'completed',
  );
  const workloads = app.workloads.map(toWorkload);
  const desired = sum(workloads, ({ desired: count }) => count);
  const restartsLastHour = sum(app.pods, input.restartsLastHour);
  const problems = groupProblems(
    present
      .map(({ assessment }) => assessment.problem)
      .filter(problem => problem !== undefined),
  );
  const instances = countStates(
    present.map(({ assessment }) => assessment),
    desired,
  );
  const reasons = [
    ...problems,
    ...app.workloads.flatMap(workload =>
      workloadReasons(workload, ownedBy(workload, present).length),
    ),
  ].filter(({ code }) => code !== STUCK_ROLLOUT || problems.length === 0);
  return {
    workloads,
    desired,
    ready: instances.ready,
    updated: sum(workloads, ({ updated }) => updated),
    restarts: sum(app.pods, pod =>
      sum(pod.statuses, status => status.restarts),
    ),
    restartsLastHour,
    versions: countVersions(present.map(({ pod }) => pod)),
    instances,
    health: healthOf(
      [
        ...reasons,
        ...restartReason(restartsLastHour, reasons),
        ...startingReason(instances, workloads, reasons),
      ].map(reason =>
        desired > 0 && instances.ready === 0 ? withNoneReady(reason) : reason,
      ),
    ),
    replicasSetBy: workloads.find(({ replicasSetBy }) => replicasSetBy)
      ?.replicasSetBy,
    createdAt: new Date(oldest(app, now)).toISOString(),
  };
}

/** What concerns some instances is worse when no other one serves. */
function withNoneReady(reason: HealthReason): HealthReason {
  return reason.severity === 'attention' && reason.instances > 0
    ? { ...reason, severity: 'failing' }
    : reason;
}

function toWorkload(selected: SelectedWorkload): Workload {
  const { kind, object } = selected;
  return {
    kind,
    namespace: object.namespace,
    name: object.name,
    desired: object.desired,
    ready: object.ready,
    updated: object.updated,
    createdAt: new Date(object.createdAt).toISOString(),
    replicasSetBy: replicaOwner(selected),
    rollout: object.rollout && {
      phase: object.rollout.phase,
      step: object.rollout.step,
      steps: object.rollout.steps,
      message: object.rollout.message,
      weight: object.rollout.weight,
    },
  };
}

/** An autoscaler wins over whoever wrote the number last; controllers that only follow are not named. */
function replicaOwner({
  kind,
  object,
  autoscaler,
}: SelectedWorkload): ReplicaOwner | undefined {
  if (autoscaler) {
    const { name, min, max } = autoscaler;
    return { kind: 'hpa', name, min, max };
  }
  if (kind === 'Rollout' && object.manager === undefined) {
    return { kind: 'rollout', name: object.name };
  }
  return object.manager ? { kind: 'manager', name: object.manager } : undefined;
}

function ownedBy<T extends { pod: ProjectedPod }>(
  { object, replicaSets }: SelectedWorkload,
  pods: readonly T[],
): T[] {
  const owners = new Set([object.uid, ...replicaSets.map(({ uid }) => uid)]);
  return pods.filter(({ pod }) => owners.has(pod.owner?.uid ?? ''));
}

function countStates(
  assessments: readonly PodAssessment[],
  desired: number,
): InstanceCounts {
  const count = (state: PodAssessment['state']) =>
    assessments.filter(assessment => assessment.state === state).length;
  const neverMade = Math.max(0, desired - assessments.length);
  return {
    ready: count('ready'),
    starting: count('starting'),
    failing: count('failing'),
    notPlaced: count('not-placed') + neverMade,
  };
}

function countVersions(pods: readonly ProjectedPod[]): AppVersion[] {
  const versions = new Map<string, AppVersion>();
  for (const pod of pods) {
    const main = mainContainer(pod);
    if (main) {
      const status = pod.statuses.find(({ name }) => name === main.name);
      const digest = digestOf(status?.imageId) ?? digestOf(main.image);
      const key = `${main.image} ${digest ?? ''}`;
      const version = versions.get(key) ?? {
        image: main.image,
        tag: tagOf(main.image),
        digest,
        instances: 0,
      };
      version.instances += 1;
      versions.set(key, version);
    }
  }
  return [...versions.values()].sort(
    (one, other) => other.instances - one.instances,
  );
}

/** The first container that is neither an init container nor a sidecar. */
function mainContainer(pod: ProjectedPod) {
  return pod.containers.find(container => !container.init);
}

function tagOf(image: string): string | undefined {
  return /:([^/:@]+)(?:@|$)/.exec(image.split('/').at(-1) ?? '')?.[1];
}

function digestOf(image: string | undefined): string | undefined {
  return image && /sha256:[0-9a-f]{64}/.exec(image)?.[0];
}

function restartReason(
  restarts: number,
  reasons: readonly HealthReason[],
): HealthReason[] {
  const told = reasons.some(({ severity }) => severity === 'failing');
  return restarts < MANY_RESTARTS || told
    ? []
    : [
        {
          code: 'Restarts',
          severity: 'attention',
          message: `Containers restarted ${restarts} times in the last hour`,
          instances: 0,
        },
      ];
}

function startingReason(
  { starting, notPlaced }: InstanceCounts,
  workloads: readonly Workload[],
  reasons: readonly HealthReason[],
): HealthReason[] {
  const explained = sum(
    reasons.filter(
      ({ code }) =>
        code === 'Unschedulable' ||
        code === 'SchedulingGated' ||
        code === 'QuotaExceeded' ||
        code === 'FailedCreate',
    ),
    ({ instances }) => instances,
  );
  const count = starting + Math.max(0, notPlaced - explained);
  if (count > 0) {
    const message =
      count === 1 ? '1 instance starts' : `${count} instances start`;
    return [
      { code: 'Starting', severity: 'starting', message, instances: count },
    ];
  }
  const old = sum(workloads, ({ desired, updated, kind, rollout }) =>
    kind === 'Job' || rollout ? 0 : Math.max(0, desired - updated),
  );
  return old > 0 && reasons.length === 0
    ? [
        {
          code: 'Updating',
          severity: 'starting',
          message: `${
            old === 1 ? '1 instance runs' : `${old} instances run`
          } the version before`,
          instances: old,
        },
      ]
    : [];
}

function oldest({ workloads, pods }: SelectedApp, now: number): number {
  const objects =
    workloads.length > 0 ? workloads.map(({ object }) => object) : pods;
  return Math.min(now, ...objects.map(({ createdAt }) => createdAt));
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** An instance's restart of which a previous log is left. */
export function lastRestartAt(pod: ProjectedPod): string | undefined {
  const times = pod.statuses
    .filter(({ restarts }) => restarts > 0)
    .map(({ last, runningSince }) => last?.finishedAt ?? runningSince)
    .filter(time => time !== undefined);
  return times.length > 0 ? toIso(Math.max(...times)) : undefined;
}
