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
const { base } = require('./objectBase');
const { amounts, resources } = require('./podRequests');
const { quantity } = require('./quantity');

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

/** @param {Raw} raw */
function node(raw) {
  const status = raw.status ?? {};
  const labels = raw.metadata?.labels ?? {};
  const allocatable = status.allocatable ?? {};
  const ready = (status.conditions ?? []).find(
    (/** @type {Raw} */ condition) => condition.type === 'Ready',
  );
  return {
    ...base(raw),
    ready: ready?.status === 'True',
    unschedulable: Boolean(raw.spec?.unschedulable),
    taints: (raw.spec?.taints ?? []).map((/** @type {Raw} */ taint) => ({
      key: taint.key,
      ...(taint.value && { value: taint.value }),
      effect: taint.effect,
    })),
    allocatable: {
      ...resources(amounts(allocatable)),
      pods: quantity(allocatable.pods),
    },
    gpuProduct: labels['nvidia.com/gpu.product'],
    gpuMemoryMiB: quantity(labels['nvidia.com/gpu.memory']) || undefined,
  };
}

module.exports = { node };
