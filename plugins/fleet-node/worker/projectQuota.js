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
const { amounts } = require('./podRequests');

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

/** @param {Raw} raw */
function resourceQuota(raw) {
  const { spec = {}, status = {} } = raw;
  return {
    ...base(raw),
    hard: amounts(status.hard ?? spec.hard),
    used: amounts(status.used),
    scopes: [
      ...(spec.scopes ?? []).map((/** @type {string} */ name) => ({
        name,
        operator: 'Exists',
        values: [],
      })),
      ...(spec.scopeSelector?.matchExpressions ?? []).map(
        (/** @type {Raw} */ { scopeName, operator, values }) => ({
          name: scopeName,
          operator,
          values: values ?? [],
        }),
      ),
    ],
  };
}

/** @param {Raw} raw */
function limitRange(raw) {
  return {
    ...base(raw),
    limits: (raw.spec?.limits ?? []).map((/** @type {Raw} */ limit) => ({
      type: limit.type,
      // As they are written, since they take the place of what a template does not say.
      limits: limit.default ?? {},
      requests: limit.defaultRequest ?? {},
      min: amounts(limit.min),
      max: amounts(limit.max),
    })),
  };
}

module.exports = { limitRange, resourceQuota };
