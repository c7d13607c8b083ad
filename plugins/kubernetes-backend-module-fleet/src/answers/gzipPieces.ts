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

import { answerParts } from './answerParts';
import type { ClusterAnswer } from './ClusterAnswer';
import { splitBlocks, type ObjectBlock } from './splitBlocks';
import { areHeld, type TextList } from './TextList';

/** Texts that belong to no block are gathered up to this many bytes. */
const LOOSE_BYTES = 64 * 1024;

const COMMA = Buffer.from(',');

/** A block of objects that are held, or the text around and between such blocks. */
export type GzipPiece = ObjectBlock | Buffer;

/** The JSON text of a whole answer, as pieces that are deflated each by itself. */
export function* gzipPieces(clusters: ClusterAnswer[]): Generator<GzipPiece> {
  let loose: Buffer[] = [];
  let bytes = 0;
  for (const part of smallParts(clusters)) {
    const isText = Buffer.isBuffer(part);
    if (isText) {
      loose.push(part);
      bytes += part.byteLength;
    }
    if (bytes > 0 && (!isText || bytes >= LOOSE_BYTES)) {
      yield Buffer.concat(loose, bytes);
      loose = [];
      bytes = 0;
    }
    if (!isText) {
      yield part;
    }
  }
  yield Buffer.concat(loose, bytes);
}

function* smallParts(clusters: ClusterAnswer[]): Generator<GzipPiece> {
  for (const part of answerParts(clusters)) {
    if (Buffer.isBuffer(part)) {
      yield part;
    } else {
      yield* separated(part);
    }
  }
}

function* separated(items: TextList['items']): Generator<GzipPiece> {
  let first = true;
  for (const piece of listPieces(items)) {
    if (!first) {
      yield COMMA;
    }
    first = false;
    yield piece;
  }
}

function* listPieces(items: TextList['items']): Generator<GzipPiece> {
  if (areHeld(items)) {
    yield* splitBlocks(items);
    return;
  }
  for (const item of items) {
    yield item.text();
  }
}
