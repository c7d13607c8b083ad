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

import type { HeldObject } from '@slipway/backstage-plugin-fleet-node';
import { answerParts, type AnswerPart } from './answerParts';
import type { ClusterAnswer } from './ClusterAnswer';
import { splitBlocks, type ObjectBlock } from './splitBlocks';
import type { FetchedObject } from './TextList';

/** Texts that belong to no block are gathered up to this many bytes. */
const LOOSE_BYTES = 64 * 1024;

const COMMA = Buffer.from(',');

/** A block of objects that are held, texts that answers share, or what stands around and between those. */
export type GzipPiece = ObjectBlock | readonly Buffer[] | Buffer;

/** The JSON text of a whole answer, as pieces that are deflated each by itself. */
export function* gzipPieces(clusters: ClusterAnswer[]): Generator<GzipPiece> {
  let loose: Buffer[] = [];
  let bytes = 0;
  for (const piece of smallPieces(clusters)) {
    const isLoose = Buffer.isBuffer(piece);
    if (isLoose) {
      loose.push(piece);
      bytes += piece.byteLength;
    }
    if (bytes > 0 && (!isLoose || bytes >= LOOSE_BYTES)) {
      yield Buffer.concat(loose, bytes);
      loose = [];
      bytes = 0;
    }
    if (!isLoose) {
      yield piece;
    }
  }
  yield Buffer.concat(loose, bytes);
}

function* smallPieces(clusters: ClusterAnswer[]): Generator<GzipPiece> {
  for (const part of answerParts(clusters)) {
    if (Buffer.isBuffer(part)) {
      yield part;
    } else if (areTexts(part)) {
      yield part;
    } else {
      yield* separated(areHeld(part) ? splitBlocks(part) : textsOf(part));
    }
  }
}

function* separated(pieces: Iterable<GzipPiece>): Generator<GzipPiece> {
  let first = true;
  for (const piece of pieces) {
    if (!first) {
      yield COMMA;
    }
    first = false;
    yield piece;
  }
}

function* textsOf(items: readonly FetchedObject[]): Generator<Buffer> {
  for (const item of items) {
    yield item.text();
  }
}

type List = Exclude<AnswerPart, Buffer>;

function areTexts(list: List): list is readonly Buffer[] {
  return Buffer.isBuffer(list[0]);
}

/** Whether objects come from fleet's memory: all of a list do, or none does. */
function areHeld(list: List): list is readonly HeldObject[] {
  return list.length > 0 && 'identity' in list[0];
}
