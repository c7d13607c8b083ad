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
const { gpus, quantity } = require('./quantity');

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */
/** @typedef {Record<string, number>} Amounts by name of the resource */

/** Resources that are told apart everywhere; all others stand by name in `more`. */
const NAMED = new Set(['cpu', 'memory', 'pods']);

/**
 * What a pod takes of a node: containers and sidecars together, or the largest init container with the sidecars before
 * it if that is more; what the pod as a whole asks for instead, where it does; plus the overhead of its runtime class
 * (component-helpers `resource.PodRequests`).
 *
 * @param {Raw} spec
 */
function podRequests(spec) {
  /** @type {Amounts} */
  const total = {};
  /** @type {Amounts} */
  const sidecars = {};
  /** @type {Amounts} */
  const starting = {};
  for (const container of spec.initContainers ?? []) {
    const asked = containerRequests(container);
    if (isSidecar(container)) {
      add(total, asked);
      add(sidecars, asked);
      raise(starting, sidecars);
    } else {
      raise(starting, add({ ...sidecars }, asked));
    }
  }
  for (const container of spec.containers ?? []) {
    add(total, containerRequests(container));
  }
  raise(total, starting);
  const whole = containerRequests(spec);
  for (const name of Object.keys(whole).filter(isOfPod)) {
    // A limit of the pod is its request only where the containers ask for nothing.
    if (spec.resources?.requests?.[name] !== undefined || !total[name]) {
      total[name] = whole[name];
    }
  }
  add(total, amounts(spec.overhead));
  return resources(wholeUnits(total));
}

/**
 * @param {Amounts} of
 * @returns what is told apart, and the rest by name where there is any
 */
function resources(of) {
  const more = Object.entries(of).filter(
    ([name, amount]) => !NAMED.has(name) && amount > 0,
  );
  return {
    cpu: exact(of.cpu ?? 0),
    memory: of.memory ?? 0,
    gpu: gpus(of),
    ...(more.length > 0 && { more: Object.fromEntries(more) }),
  };
}

/** @param {Raw} container */
function containerRequests(container) {
  // Where only a limit is set, the API server takes it for the request.
  return amounts({
    ...container.resources?.limits,
    ...container.resources?.requests,
  });
}

/** @param {Raw} container */
function isSidecar(container) {
  return container.restartPolicy === 'Always';
}

/** @param {string} name of a resource that a pod may ask for as a whole */
function isOfPod(name) {
  return (
    name === 'cpu' || name === 'memory' || /^hugepages-/.test(String(name))
  );
}

/** @param {Raw | undefined} quantities @returns {Amounts} */
function amounts(quantities) {
  return Object.fromEntries(
    Object.entries(quantities ?? {}).map(([name, text]) => [
      name,
      quantity(text),
    ]),
  );
}

/** @param {Amounts} to @param {Amounts} of */
function add(to, of) {
  for (const [name, amount] of Object.entries(of)) {
    to[name] = (to[name] ?? 0) + amount;
  }
  return to;
}

/** @param {Amounts} to @param {Amounts} of */
function raise(to, of) {
  for (const [name, amount] of Object.entries(of)) {
    to[name] = Math.max(to[name] ?? 0, amount);
  }
}

/**
 * The scheduler counts in thousandths of a core and in whole numbers of all else, rounded up.
 *
 * @param {Amounts} of
 */
function wholeUnits(of) {
  return Object.fromEntries(
    Object.entries(of).map(([name, amount]) => [
      name,
      name === 'cpu'
        ? Math.ceil(exact(amount * 1e3)) / 1e3
        : Math.ceil(exact(amount)),
    ]),
  );
}

/** Sums of decimal fractions drift. @param {number} amount */
function exact(amount) {
  return Number.isInteger(amount) ? amount : Math.round(amount * 1e9) / 1e9;
}

module.exports = { amounts, containerRequests, podRequests, resources };
