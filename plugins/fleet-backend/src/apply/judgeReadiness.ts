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

import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { isRecord } from './isRecord';

/** Whether an object does what it is for. */
export interface Readiness {
  state: 'done' | 'waiting' | 'failed';
  /** What it waits for or why it failed, as a plain sentence. */
  message?: string;
}

type Fields = Record<string, unknown>;

const DONE: Readiness = { state: 'done' };
const PROGRESS_DEADLINE = 'ProgressDeadlineExceeded';

/**
 * Whether an object is ready, by its kind: as `kubectl rollout status` and `kubectl wait` judge it. Pure.
 *
 * A kind that has no opinion of itself is ready when it is there; a custom one by its condition `Ready` or `Available`.
 */
export function judgeReadiness(object: KubernetesObject): Readiness {
  const { kind, metadata } = object;
  const spec = record(object.spec);
  const status = record(object.status);
  const observed = status.observedGeneration;
  // Argo Rollouts writes it as text.
  if (
    observed !== undefined &&
    Number(observed) < Number(metadata.generation)
  ) {
    return waiting('Its controller has not seen the change yet.');
  }
  switch (kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
      return judgeDeployment(spec, status);
    case 'StatefulSet':
      return judgeStatefulSet(spec, status);
    case 'DaemonSet':
      return judgeDaemonSet(status);
    case 'Rollout':
      return judgeRollout(status);
    case 'Job':
      return judgeJob(status);
    case 'Pod':
      return judgePod(status);
    case 'PersistentVolumeClaim':
      return status.phase === 'Bound'
        ? DONE
        : waiting('It is not bound to a volume yet.');
    case 'Namespace':
      return status.phase === 'Terminating'
        ? { state: 'failed', message: 'It is being deleted.' }
        : DONE;
    case 'Service':
      return judgeService(spec, status);
    default:
      return judgeByCondition(status);
  }
}

/** Whether an object has a condition with a status. Pure. */
export function judgeCondition(
  { status: value }: KubernetesObject,
  { type, status = 'True' }: { type: string; status?: string },
): Readiness {
  const condition = conditionOf(record(value), type);
  if (condition?.status === status) {
    return DONE;
  }
  return waiting(
    condition
      ? `Its condition ${type} is ${condition.status}${reasonOf(condition)}.`
      : `It has no condition ${type} yet.`,
  );
}

function judgeDeployment(spec: Fields, status: Fields): Readiness {
  const progressing = conditionOf(status, 'Progressing');
  if (progressing?.reason === PROGRESS_DEADLINE) {
    return failed(progressing, 'It did not come up within its deadline');
  }
  const wanted = number(spec.replicas, 1);
  const updated = number(status.updatedReplicas, wanted);
  const available = number(status.availableReplicas);
  const total = number(status.replicas);
  if (status.observedGeneration === undefined) {
    return waiting('Its controller has not seen it yet.');
  }
  if (wanted > 0 && updated < wanted) {
    return waiting(`${updated} of ${wanted} instances are updated.`);
  }
  if (total > wanted) {
    return waiting(`${total - wanted} old instances are still there.`);
  }
  return available < wanted
    ? waiting(`${available} of ${wanted} instances are available.`)
    : DONE;
}

function judgeStatefulSet(spec: Fields, status: Fields): Readiness {
  const wanted = number(spec.replicas, 1);
  const ready = number(status.readyReplicas);
  if (status.observedGeneration === undefined) {
    return waiting('Its controller has not seen it yet.');
  }
  if (ready < wanted) {
    return waiting(`${ready} of ${wanted} instances are ready.`);
  }
  const { type, rollingUpdate } = record(spec.updateStrategy);
  const partition = number(record(rollingUpdate).partition);
  const updated = number(status.updatedReplicas);
  return type === 'RollingUpdate' && updated < wanted - partition
    ? waiting(`${updated} of ${wanted - partition} instances are updated.`)
    : DONE;
}

function judgeDaemonSet(status: Fields): Readiness {
  const wanted = number(status.desiredNumberScheduled);
  const updated = number(status.updatedNumberScheduled);
  const available = number(status.numberAvailable);
  if (status.observedGeneration === undefined) {
    return waiting('Its controller has not seen it yet.');
  }
  return updated < wanted || available < wanted
    ? waiting(
        `${Math.min(updated, available)} of ${wanted} instances are available.`,
      )
    : DONE;
}

/** https://argo-rollouts.readthedocs.io/en/stable/features/specification/ */
function judgeRollout({ phase, message }: Fields): Readiness {
  const why = typeof message === 'string' && message ? `: ${message}` : '';
  switch (phase) {
    case 'Healthy':
      return DONE;
    case 'Degraded':
      return { state: 'failed', message: `It is degraded${why}.` };
    default:
      return waiting(`It is ${String(phase ?? 'new').toLowerCase()}${why}.`);
  }
}

function judgeJob(status: Fields): Readiness {
  const broken = conditionOf(status, 'Failed');
  if (broken?.status === 'True') {
    return failed(broken, 'It gave up');
  }
  return conditionOf(status, 'Complete')?.status === 'True'
    ? DONE
    : waiting('It is not complete yet.');
}

function judgePod(status: Fields): Readiness {
  if (status.phase === 'Succeeded') {
    return DONE;
  }
  if (status.phase === 'Failed') {
    return { state: 'failed', message: 'Its containers failed.' };
  }
  return conditionOf(status, 'Ready')?.status === 'True'
    ? DONE
    : waiting('It is not ready yet.');
}

function judgeService(spec: Fields, status: Fields): Readiness {
  const { ingress } = record(status.loadBalancer);
  return spec.type === 'LoadBalancer' &&
    !(Array.isArray(ingress) && ingress.length > 0)
    ? waiting('It has no address outside the cluster yet.')
    : DONE;
}

function judgeByCondition(status: Fields): Readiness {
  const condition =
    conditionOf(status, 'Ready') ?? conditionOf(status, 'Available');
  return condition === undefined || condition.status === 'True'
    ? DONE
    : waiting(
        `Its condition ${condition.type} is ${condition.status}${reasonOf(
          condition,
        )}.`,
      );
}

function conditionOf({ conditions }: Fields, type: string): Fields | undefined {
  return Array.isArray(conditions)
    ? conditions.map(record).find(condition => condition.type === type)
    : undefined;
}

function reasonOf({ message, reason }: Fields): string {
  const why = message || reason;
  return typeof why === 'string' ? `: ${why.replace(/\.+$/, '')}` : '';
}

function waiting(message: string): Readiness {
  return { state: 'waiting', message };
}

function failed(condition: Fields, what: string): Readiness {
  return { state: 'failed', message: `${what}${reasonOf(condition)}.` };
}

function number(value: unknown, fallback = 0): number {
  return typeof value === 'number' ? value : fallback;
}

function record(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
