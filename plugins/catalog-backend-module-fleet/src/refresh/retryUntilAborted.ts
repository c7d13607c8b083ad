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

import { setTimeout } from 'node:timers/promises';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/**
 * Tries until it works: when a backend starts, fleet may answer later than the catalog asks.
 *
 * @throws what the last try threw, once the signal aborts
 */
export async function retryUntilAborted(
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (
    let delay = FIRST_DELAY_MS;
    ;
    delay = Math.min(delay * 2, MAX_DELAY_MS)
  ) {
    try {
      await work();
      return;
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      await setTimeout(delay, undefined, { signal }).catch(() => {});
      if (signal.aborted) {
        throw error;
      }
    }
  }
}
