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

import { monotonicNow } from './monotonicClock';

/** A `Date` header tells whole seconds (RFC 9110, section 5.6.7); on average it is half a second late. */
const HALF_SECOND_MS = 500;

/**
 * The clock of an API server, from the `Date` of its answers. What is compared with a time that a cluster wrote into an
 * object has to be a time by the same clock: this machine's may be wrong, or the cluster's.
 */
export class ServerClock {
  /** What it shows less what `monotonicNow` does. */
  #offset: number | undefined;

  /** @param date as the header has it; nothing is taken from one that cannot be read */
  hear(date: string | string[] | undefined): void {
    const epoch = Date.parse(String(date));
    if (!Number.isNaN(epoch)) {
      this.#offset = epoch + HALF_SECOND_MS - monotonicNow();
    }
  }

  /** @returns epoch milliseconds; by this machine's clock until the other was heard */
  now(): number {
    return this.#offset === undefined
      ? Date.now()
      : Math.round(monotonicNow() + this.#offset);
  }
}
