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

import { constants, crc32, deflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import { combineCrc32, crc32Shift } from './combineCrc32';

/** Of a stored block: five bytes of header and a length in 16 bits (RFC 1951, section 3.2.4). */
const STORED_HEADER_BYTES = 5;
export const MAX_STORED_BYTES = 65_535;

/** No file name, no time, system unknown (RFC 1952, section 2.3). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** A last, empty block of fixed codes. */
const LAST_BLOCK = Buffer.from([3, 0]);

const deflate = promisify(deflateRaw) as (
  text: Uint8Array,
  options: object,
) => Promise<Buffer>;

/** A text that was deflated by itself, and can stand anywhere in any gzip member. */
export interface DeflatedText {
  /** Whole bytes of deflate blocks, none of which is the last or refers to what stands before. */
  deflated: Buffer;
  /** Of the text, which is not needed any more. */
  bytes: number;
  crc: number;
  crcShift: number;
}

/** Deflates a text on a thread of libuv's. */
export async function deflateText(text: Buffer): Promise<DeflatedText> {
  const deflated = await deflate(text, {
    // Ends at a whole byte, and leaves the stream open (zlib.h, `deflate`).
    finishFlush: constants.Z_SYNC_FLUSH,
    level: constants.Z_DEFAULT_COMPRESSION,
  });
  // zlib's output lies in a buffer of at least 16 kB, which would be kept with it.
  const copy = Buffer.allocUnsafeSlow(deflated.byteLength);
  copy.set(deflated);
  return {
    deflated: copy,
    bytes: text.byteLength,
    crc: crc32(text),
    crcShift: crc32Shift(text.byteLength),
  };
}

/**
 * Puts a gzip member together from texts that are deflated already and texts that are not deflated at all. Parts that
 * stand in many members are thereby compressed once.
 */
export class GzipMember {
  #crc = 0;
  #bytes = 0;

  /** What the member begins with. */
  begin(): Buffer {
    return HEADER;
  }

  append(text: DeflatedText): Buffer {
    this.#crc = combineCrc32(this.#crc, text.crc, text.crcShift);
    this.#bytes += text.bytes;
    return text.deflated;
  }

  /** @param text - of at most `MAX_STORED_BYTES` */
  store(text: Buffer): Buffer {
    const { byteLength } = text;
    const block = Buffer.allocUnsafe(STORED_HEADER_BYTES + byteLength);
    block[0] = 0;
    block.writeUInt16LE(byteLength, 1);
    block.writeUInt16LE(MAX_STORED_BYTES - byteLength, 3);
    block.set(text, STORED_HEADER_BYTES);
    this.#crc = crc32(text, this.#crc);
    this.#bytes += byteLength;
    return block;
  }

  /** What the member ends with. */
  end(): Buffer {
    const trailer = Buffer.allocUnsafe(8);
    trailer.writeUInt32LE(this.#crc, 0);
    trailer.writeUInt32LE(this.#bytes % 2 ** 32, 4);
    return Buffer.concat([LAST_BLOCK, trailer]);
  }
}
