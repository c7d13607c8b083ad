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

/** Cuts whole objects out, where they are asked for. */
const whole = wholeObjects(workerData?.dictionary);

/**
 * The worker thread that parses what API servers send, so that the main thread never parses a list.
 *
 * It is plain JavaScript in a folder of its own, as migrations are, since a worker loads neither the development
 * server's nor jest's transforms.
 */
parentPort?.on('message', ({ id, mode, kind, bytes, keepWhole }) => {
  try {
    const project = mode === 'page' ? projectPage : projectEvents;
    const keep = keepWhole ? whole(kind) : undefined;
    const result = project(kind, bytes, keep?.keep);
    parentPort?.postMessage({ id, result }, keep?.buffers);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, error: message });
  }
});
