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

const BASE_MS = 500;

/**
 * How long to wait before the next try: doubles up to a cap, and jitters between half and all of it, so that many
 * watches do not come back at once. Progress resets it.
 */
export class Backoff {
  readonly #maxMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(options: { maxMs: number; random?: () => number }) {
    this.#maxMs = options.maxMs;
    this.#random = options.random ?? Math.random;
  }

  /** @param atLeastMs what the API server asked for with `Retry-After` */
  next(atLeastMs = 0): number {
    // The exponent is bounded so that a day of failures does not overflow.
    const full = Math.min(
      this.#maxMs,
      BASE_MS * 2 ** Math.min(this.#failures, 20),
    );
    this.#failures += 1;
    return Math.max(atLeastMs, full * (0.5 + 0.5 * this.#random()));
  }

  reset(): void {
    this.#failures = 0;
  }
}
