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
import { answerParts } from './answerParts';
import type { ClusterAnswer } from './ClusterAnswer';

/** So much is handed to the socket at a time, in bytes. */
export const CHUNK_BYTES = 64 * 1024;
/** Longest time for which other requests wait, in milliseconds. */
export const TURN_MS = 10;

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
  for (const text of answerTexts(clusters)) {
    parts.push(text);
    bytes += text.byteLength;
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

function* answerTexts(clusters: ClusterAnswer[]): Generator<Buffer> {
  for (const part of answerParts(clusters)) {
    if (Buffer.isBuffer(part)) {
      yield part;
      continue;
    }
    for (const [index, item] of part.entries()) {
      if (index) {
        yield COMMA;
      }
      yield Buffer.isBuffer(item) ? item : item.text();
    }
  }
}
