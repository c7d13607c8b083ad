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

// @ts-check
const { base, conditions } = require('./objectBase');

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

/**
 * The field manager that set the number of replicas last.
 *
 * @param {Raw} raw
 */
function replicasManager(raw) {
  let found;
  for (const entry of raw.metadata?.managedFields ?? []) {
    if (entry.fieldsV1?.['f:spec']?.['f:replicas'] !== undefined) {
      if (!found || String(entry.time ?? '') >= String(found.time ?? '')) {
        found = entry;
      }
    }
  }
  // The API server writes `unknown` for a client that does not name itself.
  return found?.manager === 'unknown' ? undefined : found?.manager;
}

/** @param {Raw} raw */
function replicated(raw) {
  const status = raw.status ?? {};
  return {
    ...base(raw),
    desired: raw.spec?.replicas ?? 1,
    existing: status.replicas ?? 0,
    ready: status.readyReplicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    current: upToDate(raw),
    paused: Boolean(raw.spec?.paused),
    manager: replicasManager(raw),
    conditions: conditions(status.conditions),
  };
}

/**
 * Whether the controller has seen the newest spec.
 *
 * @param {Raw} raw
 */
function upToDate(raw) {
  // Argo Rollouts writes a string, the others a number.
  return (
    Number(raw.status?.observedGeneration ?? 0) >=
    Number(raw.metadata?.generation ?? 0)
  );
}

/** @param {Raw} raw */
function replicaSet(raw) {
  return {
    ...base(raw),
    desired: raw.spec?.replicas ?? 1,
    conditions: conditions(raw.status?.conditions, ['ReplicaFailure']),
  };
}

/** @param {Raw} raw */
function daemonSet(raw) {
  const status = raw.status ?? {};
  return {
    ...base(raw),
    desired: status.desiredNumberScheduled ?? 0,
    existing: status.currentNumberScheduled ?? 0,
    ready: status.numberReady ?? 0,
    updated: status.updatedNumberScheduled ?? 0,
    current: upToDate(raw),
    paused: false,
    conditions: conditions(status.conditions),
  };
}

/** @param {Raw} raw */
function job(raw) {
  const status = raw.status ?? {};
  const parallelism = raw.spec?.parallelism ?? 1;
  const left =
    raw.spec?.completions === undefined || raw.spec?.completions === null
      ? parallelism
      : raw.spec.completions - (status.succeeded ?? 0);
  const finished = (status.conditions ?? []).some(
    (/** @type {Raw} */ condition) =>
      ['Complete', 'Failed'].includes(condition.type) &&
      condition.status === 'True',
  );
  const desired =
    finished || raw.spec?.suspend ? 0 : Math.min(parallelism, left);
  return {
    ...base(raw),
    desired,
    existing: status.active ?? 0,
    ready: status.ready ?? 0,
    updated: status.active ?? 0,
    current: true,
    paused: Boolean(raw.spec?.suspend),
    conditions: conditions(status.conditions, ['Complete', 'Failed']),
  };
}

/** @param {Raw} raw */
function rollout(raw) {
  const status = raw.status ?? {};
  const steps = raw.spec?.strategy?.canary?.steps;
  return {
    ...replicated(raw),
    rollout: {
      phase: status.phase ?? 'Unknown',
      step: status.currentStepIndex,
      steps: Array.isArray(steps) ? steps.length : undefined,
      message: status.message || undefined,
      weight: rolloutWeight(raw),
      aborted: Boolean(status.abort),
    },
  };
}

/**
 * What the canary should get now: the traffic router's figure where there is one, else the last `setWeight` step that
 * was reached.
 *
 * @param {Raw} raw
 */
function rolloutWeight(raw) {
  const routed = raw.status?.canary?.weights?.canary?.weight;
  if (typeof routed === 'number') {
    return routed;
  }
  const steps = raw.spec?.strategy?.canary?.steps;
  const index = raw.status?.currentStepIndex;
  if (!Array.isArray(steps) || typeof index !== 'number') {
    return undefined;
  }
  const reached = steps
    .slice(0, index + 1)
    .filter(step => typeof step.setWeight === 'number');
  return index >= steps.length ? 100 : reached.at(-1)?.setWeight ?? 0;
}

/** @param {Raw} raw */
function autoscaler(raw) {
  const target = raw.spec?.scaleTargetRef ?? {};
  return {
    ...base(raw),
    target: { kind: target.kind, name: target.name },
    min: raw.spec?.minReplicas ?? 1,
    max: raw.spec?.maxReplicas,
    conditions: conditions(raw.status?.conditions, [
      'ScalingActive',
      'AbleToScale',
    ]),
  };
}

module.exports = {
  autoscaler,
  daemonSet,
  job,
  replicaSet,
  replicated,
  rollout,
};
