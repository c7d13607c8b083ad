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

const BLOCK_BYTES = 2 ** 20;

/**
 * Collects chunks in blocks with memory of their own, which can be handed to a thread; a chunk is part of what its
 * socket reads into. They are never joined here: to copy 100 MB at once would stop the main thread.
 */
export class ByteBlocks {
  readonly #full: Uint8Array<ArrayBuffer>[] = [];
  #block = new Uint8Array(BLOCK_BYTES);
  #at = 0;

  /** Bytes so far. */
  get size(): number {
    return this.#full.length * BLOCK_BYTES + this.#at;
  }

  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + BLOCK_BYTES - this.#at);
      this.#block.set(part, this.#at);
      this.#at += part.length;
      from += part.length;
      if (this.#at === BLOCK_BYTES) {
        this.#full.push(this.#block);
        this.#block = new Uint8Array(BLOCK_BYTES);
        this.#at = 0;
      }
    }
  }

  /** All that was pushed, to be taken once. */
  take(): Uint8Array<ArrayBuffer>[] {
    return [...this.#full, this.#block.slice(0, this.#at)];
  }
}
