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
const { parentPort, workerData } = require('node:worker_threads');
const { wholeObjects } = require('./wholeObject');
const { projectEvents, projectPage } = require('./project');

/** Objects that are sent at once. */
const SLICE = 500;

/** @typedef {Record<string, any>} Raw */

/** @type {Map<number, { items: Raw[], [field: string]: any }>} what is left to send of large pages */
const pages = new Map();

/** Cuts whole objects out, where they are asked for. */
const whole = wholeObjects(workerData?.dictionary);

/**
 * The worker thread that parses what API servers send, so that the main thread never parses a list.
 *
 * It is plain JavaScript in a folder of its own, as migrations are, since a worker loads neither the development
 * server's nor jest's transforms.
 */
parentPort?.on('message', ({ id, mode, kind, blocks, keepWhole }) => {
  if (mode === 'more') {
    sendPage(id);
    return;
  }
  try {
    const keep = keepWhole ? whole(kind) : undefined;
    const bytes = Buffer.concat(blocks);
    if (mode === 'page') {
      pages.set(id, projectPage(kind, bytes, keep));
      sendPage(id);
    } else {
      send({ id, result: projectEvents(kind, bytes, keep) });
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, error: message });
  }
});

/**
 * Sends the next part of a page, or its end with all that is left: 10,000 objects at once would stop the main thread
 * while it takes them in.
 *
 * @param {number} id
 */
function sendPage(id) {
  const page = pages.get(id);
  if (page && page.items.length > SLICE) {
    send({ id, items: page.items.splice(0, SLICE) });
  } else {
    pages.delete(id);
    send({ id, result: page });
  }
}

/**
 * Whole objects are handed over, not copied.
 *
 * V8 finds out the shape of an object that arrives from its first field on, and knows at most 1,536 first fields, which a
 * backend of Backstage has used up before fleet starts. An object whose first field is none of them gets a shape of its
 * own: measured with pods, that takes six times as long, and 1.4 KB a pod for as long as they are kept. So objects begin
 * with a field that every program has, as `name`, `type` or `kind`.
 *
 * @param {{ id: number, items?: Raw[], result?: any }} message
 */
function send(message) {
  const { items, result } = message;
  const parts = items ?? result.items ?? result;
  const buffers = parts.flatMap((/** @type {Raw} */ part) => {
    const bytes = (part.object ?? part).whole;
    return bytes ? [bytes.buffer] : [];
  });
  parentPort?.postMessage(message, buffers);
}
