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

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClusterAnswer } from './ClusterAnswer';

/** So much is handed to the socket at a time, in bytes. */
const CHUNK_BYTES = 64 * 1024;
/** Longest time for which other requests wait, in milliseconds. */
const TURN_MS = 10;

const COMMA = Buffer.from(',');

/**
 * The JSON text of a whole answer, in chunks: objects are taken one by one and neither parsed nor held, so that memory
 * and other requests see little of an answer of 20 MB.
 */
export async function* writeAnswer(
  clusters: ClusterAnswer[],
): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let turnBegan = performance.now();
  for (const part of answerParts(clusters)) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes >= CHUNK_BYTES) {
      yield Buffer.concat(parts, bytes);
      parts = [];
      bytes = 0;
      if (performance.now() - turnBegan > TURN_MS) {
        await nextTurn();
        turnBegan = performance.now();
      }
    }
  }
  yield Buffer.concat(parts, bytes);
}

function* answerParts(clusters: ClusterAnswer[]): Generator<Buffer> {
  yield Buffer.from('{"items":[');
  for (const [index, { cluster, ...answer }] of clusters.entries()) {
    yield Buffer.from(
      `${index ? ',' : ''}{"cluster":${JSON.stringify(cluster)},"podMetrics":[`,
    );
    yield* separated(answer.podMetrics);
    yield Buffer.from('],"resources":[');
    for (const [place, { type, items }] of answer.resources.entries()) {
      yield Buffer.from(
        `${place ? ',' : ''}{"type":${JSON.stringify(type)},"resources":[`,
      );
      yield* separated(items);
      yield Buffer.from(']}');
    }
    yield Buffer.from(`],"errors":${JSON.stringify(answer.errors)}}`);
  }
  yield Buffer.from(']}');
}

function* separated(items: Iterable<Buffer>): Generator<Buffer> {
  let first = true;
  for (const item of items) {
    if (!first) {
      yield COMMA;
    }
    first = false;
    yield item;
  }
}
