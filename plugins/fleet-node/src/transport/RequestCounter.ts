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

import { monotonicNow } from '../clock';

const BUCKET_MS = 60_000;
const BUCKETS = 60;

/** Counts over a sliding hour, in buckets of a minute, and in all. */
export class RequestCounter {
  readonly #buckets = new Map<number, number>();
  readonly #startedAt: number;
  readonly #now: () => number;
  #total = 0;

  constructor(now: () => number = monotonicNow) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** How much was counted so far. */
  get total(): number {
    return this.#total;
  }

  add(count = 1): void {
    this.#total += count;
    const bucket = this.#bucket();
    if (!this.#buckets.has(bucket)) {
      this.#prune(bucket);
    }
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
  }

  /** How much was counted in the last hour. */
  lastHour(): number {
    this.#prune(this.#bucket());
    let sum = 0;
    for (const count of this.#buckets.values()) {
      sum += count;
    }
    return sum;
  }

  /** Seconds that `lastHour` covers: less than 3,600 soon after the start. */
  seconds(): number {
    const age = this.#now() - this.#startedAt;
    return Math.round(Math.min(age, BUCKETS * BUCKET_MS) / 1_000);
  }

  #bucket(): number {
    return Math.floor(this.#now() / BUCKET_MS);
  }

  #prune(newest: number): void {
    for (const bucket of this.#buckets.keys()) {
      if (bucket <= newest - BUCKETS) {
        this.#buckets.delete(bucket);
      }
    }
  }
}
