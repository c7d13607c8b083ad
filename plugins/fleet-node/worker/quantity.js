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

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

const GPU_RESOURCES = ['nvidia.com/gpu', 'nvidia.com/gpu.shared'];

/** @type {Record<string, number>} */
const SUFFIXES = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A Kubernetes quantity as a number (apimachinery `resource.Quantity`).
 *
 * @param {unknown} text
 * @returns {number} 0 for what is no quantity
 */
function quantity(text) {
  if (typeof text === 'number') {
    return text;
  }
  const match = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)$/.exec(
    String(text ?? ''),
  );
  if (!match) {
    return 0;
  }
  const value = Number(match[1]) * (match[2] ? SUFFIXES[match[2]] ?? NaN : 1);
  return Number.isFinite(value) ? value : 0;
}

/** @param {Raw | undefined} resources */
function gpus(resources) {
  return GPU_RESOURCES.reduce(
    (sum, name) => sum + quantity(resources?.[name]),
    0,
  );
}

module.exports = { gpus, quantity };
