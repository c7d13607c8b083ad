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
import type { BlockCache } from './BlockCache';
import type { ClusterAnswer } from './ClusterAnswer';
import { deflateText, GzipMember, type DeflatedText } from './GzipMember';
import { gzipPieces, type GzipPiece } from './gzipPieces';
import { CHUNK_BYTES, TURN_MS } from './writeAnswer';

/** A text shorter than this is stored as it is, in bytes: to deflate it would take longer than to send it. */
const DEFLATE_FROM_BYTES = 1024;
/** Of one answer at a time, so that others have their turn and few texts lie about. */
const MAX_DEFLATING = 4;
/** So many pieces are looked up before the first of them is sent, to find some that can be deflated beside it. */
const LOOK_AHEAD = 64;

type Piece = Buffer | DeflatedText;

/**
 * The answer of `writeAnswer` as gzip, in chunks, with those blocks in it that other answers had too. As long as all
 * of them are known it only copies bytes.
 */
export async function* writeGzippedAnswer(
  clusters: ClusterAnswer[],
  blocks: BlockCache,
): AsyncGenerator<Buffer> {
  const member = new GzipMember();
  let parts = [member.begin()];
  let bytes = parts[0].byteLength;
  let turnBegan = performance.now();
  for await (const piece of deflatedPieces(clusters, blocks)) {
    const part = Buffer.isBuffer(piece)
      ? member.store(piece)
      : member.append(piece);
    parts.push(part);
    bytes += part.byteLength;
    if (bytes >= CHUNK_BYTES) {
      yield Buffer.concat(parts, bytes);
      parts = [];
      bytes = 0;
    }
    if (performance.now() - turnBegan > TURN_MS) {
      await nextTurn();
      turnBegan = performance.now();
    }
  }
  yield Buffer.concat([...parts, member.end()]);
}

/** In order, though some are deflated at a time. */
async function* deflatedPieces(
  clusters: ClusterAnswer[],
  blocks: BlockCache,
): AsyncGenerator<Piece> {
  const pieces = gzipPieces(clusters);
  const ahead: Array<Piece | Promise<Piece>> = [];
  let deflating = 0;
  const ended = () => {
    deflating--;
  };
  for (;;) {
    while (ahead.length < LOOK_AHEAD && deflating < MAX_DEFLATING) {
      const { value, done } = pieces.next();
      if (done) {
        break;
      }
      const piece = deflated(value, blocks);
      ahead.push(piece);
      if (piece instanceof Promise) {
        deflating++;
        // Handled here too: who reads the answer may have gone before its turn.
        piece.then(ended, ended);
      }
    }
    const first = ahead.shift();
    if (!first) {
      return;
    }
    yield await first;
  }
}

function deflated(
  piece: GzipPiece,
  blocks: BlockCache,
): Piece | Promise<DeflatedText> {
  if (!Buffer.isBuffer(piece)) {
    return 'key' in piece ? blocks.get(piece) : blocks.getTexts(piece);
  }
  return piece.byteLength < DEFLATE_FROM_BYTES ? piece : deflateText(piece);
}
