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
const { base, conditions, time } = require('./objectBase');
const { podPlacement } = require('./podPlacement');
const { podRequests } = require('./podRequests');
const { gpus, quantity } = require('./quantity');

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

/** @param {Raw | undefined} state */
function containerState(state) {
  if (state?.waiting) {
    return {
      waiting: {
        reason: state.waiting.reason,
        message: state.waiting.message,
      },
    };
  }
  if (state?.terminated) {
    return { terminated: termination(state.terminated) };
  }
  return { runningSince: time(state?.running?.startedAt) };
}

/** @param {Raw | undefined} terminated */
function termination(terminated) {
  return (
    terminated && {
      reason: terminated.reason,
      message: terminated.message || undefined,
      exitCode: terminated.exitCode,
      finishedAt: time(terminated.finishedAt),
    }
  );
}

/** @param {Raw} spec @param {boolean} init */
function containerSpec(spec, init) {
  const requests = { ...spec.resources?.limits, ...spec.resources?.requests };
  const limits = spec.resources?.limits ?? {};
  return {
    name: spec.name,
    image: spec.image,
    init,
    sidecar: init && spec.restartPolicy === 'Always',
    probed: Boolean(spec.readinessProbe),
    cpu: quantity(requests.cpu),
    memory: quantity(requests.memory),
    gpu: gpus(requests),
    cpuLimit: limits.cpu === undefined ? undefined : quantity(limits.cpu),
    memoryLimit:
      limits.memory === undefined ? undefined : quantity(limits.memory),
  };
}

/** @param {Raw} status */
function containerStatus(status) {
  return {
    name: status.name,
    ready: Boolean(status.ready),
    restarts: status.restartCount ?? 0,
    // The node resolved it: `registry/repository@sha256:…`.
    imageId: status.imageID || undefined,
    ...containerState(status.state),
    last: termination(status.lastState?.terminated),
  };
}

/** @param {Raw} raw */
function pod(raw) {
  const spec = raw.spec ?? {};
  const status = raw.status ?? {};
  const containers = [
    ...(spec.initContainers ?? []).map((/** @type {Raw} */ container) =>
      containerSpec(container, true),
    ),
    ...(spec.containers ?? []).map((/** @type {Raw} */ container) =>
      containerSpec(container, false),
    ),
  ];
  const placement = podPlacement(spec);
  return {
    ...base(raw),
    node: spec.nodeName || undefined,
    phase: status.phase ?? 'Pending',
    reason: status.reason || undefined,
    message: status.message || undefined,
    startedAt: time(status.startTime),
    conditions: conditions(status.conditions, [
      'PodScheduled',
      'Ready',
      'DisruptionTarget',
    ]),
    requests: podRequests(spec),
    ...(placement && { placement }),
    containers,
    statuses: [
      ...(status.initContainerStatuses ?? []),
      ...(status.containerStatuses ?? []),
    ].map(containerStatus),
  };
}

module.exports = { pod };
