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

const NEWLINE = 0x0a;
/** etcd takes no object of more than 1.5 MiB unless told so (`--max-request-bytes`); what is far beyond is no event. */
const MAX_LINE_BYTES = 64 * 2 ** 20;

/** Cuts a stream of chunks into whole lines; what follows the last newline waits for the next chunk. */
export class ByteLines {
  #rest: Uint8Array[] = [];
  #restBytes = 0;

  /**
   * @returns all lines that the chunk completes, as bytes of their own; undefined when it completes none
   * @throws an error for a line that does not end
   */
  push(chunk: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      this.#keep(chunk);
      return undefined;
    }
    const lines = joinBytes([...this.#rest, chunk.subarray(0, end)]);
    this.#rest = [];
    this.#restBytes = 0;
    this.#keep(chunk.subarray(end));
    return lines;
  }

  #keep(part: Uint8Array): void {
    this.#rest.push(part);
    this.#restBytes += part.length;
    if (this.#restBytes > MAX_LINE_BYTES) {
      throw new Error(`a line of more than ${MAX_LINE_BYTES} bytes`);
    }
  }
}

/** One array with memory of its own, which can be handed to a thread; `Buffer.concat` may share a pool. */
export function joinBytes(
  parts: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(
    parts.reduce((size, part) => size + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
