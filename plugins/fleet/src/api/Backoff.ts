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

/** Waits that double from `minMs` to `maxMs`, with up to a fifth of jitter so that tabs do not come back together. */
export class Backoff {
  readonly #minMs: number;
  readonly #maxMs: number;
  #nextMs: number;

  constructor(options: { minMs: number; maxMs: number }) {
    this.#minMs = options.minMs;
    this.#maxMs = options.maxMs;
    this.#nextMs = options.minMs;
  }

  /** @returns how long to wait now, in milliseconds */
  next(): number {
    const wait = this.#nextMs;
    this.#nextMs = Math.min(this.#maxMs, wait * 2);
    return wait * (1 - Math.random() / 5);
  }

  reset(): void {
    this.#nextMs = this.#minMs;
  }
}
