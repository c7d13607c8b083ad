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

/**
 * @param {unknown} text RFC 3339
 * @returns {number | undefined} epoch milliseconds
 */
function time(text) {
  const value = typeof text === 'string' ? Date.parse(text) : NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** @param {Raw} raw */
function base(raw) {
  const meta = raw.metadata ?? {};
  const owners = meta.ownerReferences ?? [];
  const owner =
    owners.find((/** @type {Raw} */ reference) => reference.controller) ??
    owners[0];
  return {
    // First, as in most objects of a program: see `send` in `projector.js`.
    name: meta.name,
    uid: meta.uid,
    version: meta.resourceVersion,
    namespace: meta.namespace ?? '',
    labels: meta.labels ?? {},
    owner: owner && { kind: owner.kind, name: owner.name, uid: owner.uid },
    createdAt: time(meta.creationTimestamp) ?? 0,
    deletedAt: time(meta.deletionTimestamp),
  };
}

/** @param {Raw[] | undefined} list @param {string[]=} types */
function conditions(list, types) {
  return (list ?? [])
    .filter(condition => !types || types.includes(condition.type))
    .map(condition => ({
      type: condition.type,
      status: condition.status,
      reason: condition.reason || undefined,
      message: condition.message || undefined,
      since: time(condition.lastTransitionTime),
    }));
}

module.exports = { base, conditions, time };
