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
const { node } = require('./projectNode');
const { pod } = require('./projectPod');
const { limitRange, resourceQuota } = require('./projectQuota');
const {
  autoscaler,
  daemonSet,
  job,
  replicaSet,
  replicated,
  rollout,
} = require('./projectWorkload');

/**
 * Makes small objects of Kubernetes objects: only what fleet shows and decides by. A pod of 9 to 22 KB becomes less
 * than 1 KB (measured), which is why this happens before anything is stored.
 *
 * The shapes are those of `src/projection/objects.ts`.
 */

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

/** @type {Record<string, (raw: Raw) => Raw>} */
const PROJECTIONS = {
  pods: pod,
  nodes: node,
  deployments: replicated,
  statefulsets: replicated,
  replicasets: replicaSet,
  daemonsets: daemonSet,
  jobs: job,
  rollouts: rollout,
  horizontalpodautoscalers: autoscaler,
  limitranges: limitRange,
  resourcequotas: resourceQuota,
};

/**
 * @param {string} kind plural of the kind; of one without a projection no more is kept than what finds it
 * @param {Raw} raw
 * @param {((raw: Raw) => Uint8Array)=} keep cuts the whole object out
 */
function project(kind, raw, keep) {
  const object = (PROJECTIONS[kind] ?? base)(raw);
  return keep ? { ...object, whole: keep(raw) } : object;
}

/** Parts that many objects of a page have in common. */
const SHARED_PARTS = ['labels', 'containers', 'owner', 'requests', 'placement'];

/**
 * Makes equal parts of a page's objects one, since what is one here goes over to the main thread once.
 *
 * @param {Raw} object
 * @param {Map<string, object>} shared
 */
function shareParts(object, shared) {
  for (const part of SHARED_PARTS) {
    if (object[part]) {
      const key = JSON.stringify(object[part]);
      const known = shared.get(key);
      if (known) {
        object[part] = known;
      } else {
        shared.set(key, object[part]);
      }
    }
  }
  return object;
}

/**
 * @param {string} kind plural of the kind
 * @param {Uint8Array} bytes one page of a list as JSON
 * @param {((raw: Raw) => Uint8Array)=} keep cuts the whole object out
 */
function projectPage(kind, bytes, keep) {
  const list = JSON.parse(decode(bytes));
  const shared = new Map();
  return {
    version: list.metadata?.resourceVersion,
    continueToken: list.metadata?.continue || undefined,
    remaining: list.metadata?.remainingItemCount,
    items: (list.items ?? []).map((/** @type {Raw} */ raw) =>
      shareParts(project(kind, raw, keep), shared),
    ),
  };
}

/**
 * @param {string} kind plural of the kind
 * @param {Uint8Array} bytes whole lines, each a watch event as JSON
 * @param {((raw: Raw) => Uint8Array)=} keep cuts the whole object out
 */
function projectEvents(kind, bytes, keep) {
  return decode(bytes)
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => projectEvent(kind, line, keep));
}

/**
 * @param {string} kind
 * @param {string} line
 * @param {((raw: Raw) => Uint8Array)=} keep cuts the whole object out
 */
function projectEvent(kind, line, keep) {
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    return {
      type: 'ERROR',
      code: 0,
      message: 'sent an event that is not JSON',
    };
  }
  const { type, object } = event;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return {
        type,
        version: object.metadata.resourceVersion,
        object: project(kind, object, type === 'DELETED' ? undefined : keep),
      };
    case 'BOOKMARK':
      return { type, version: object.metadata.resourceVersion };
    default:
      return {
        type: 'ERROR',
        code: object?.code ?? 0,
        message: object?.message ?? 'sent an error without a message',
      };
  }
}

/** @param {Uint8Array} bytes */
function decode(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
    'utf8',
  );
}

module.exports = { projectPage, projectEvents };
