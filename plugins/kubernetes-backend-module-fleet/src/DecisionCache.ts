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

import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { BriefCache, principalKey } from '@slipway/backstage-plugin-fleet-node';

/** For how long the fleet's own views use a decision again, too. */
const TTL_MS = 30_000;
const REFRESH_MS = 20_000;
/** One for each app that somebody has open. */
const MAX_DECISIONS = 5_000;

/** What callers were found to be allowed less than 30 s ago; from 20 s on it is asked anew behind the answer. */
export class DecisionCache<T> {
  readonly #auth: AuthService;
  readonly #isKept: (decision: T) => boolean;
  readonly #decisions = new BriefCache<T>({
    ttlMs: TTL_MS,
    refreshAfterMs: REFRESH_MS,
    maxEntries: MAX_DECISIONS,
  });

  static create<T>(options: {
    auth: AuthService;
    /** Whether a decision may be used again, which a refusal may not. */
    isKept(decision: T): boolean;
  }): DecisionCache<T> {
    return new DecisionCache(options.auth, options.isKept);
  }

  private constructor(auth: AuthService, isKept: (decision: T) => boolean) {
    this.#auth = auth;
    this.#isKept = isKept;
  }

  /**
   * @param subject - what the decision is about
   * @returns undefined for a caller that nobody knows, for whom nothing is kept
   */
  get(
    credentials: BackstageCredentials,
    subject: string,
    decide: () => Promise<T>,
  ): Promise<T> | undefined {
    const caller = principalKey(this.#auth, credentials);
    return caller === undefined
      ? undefined
      : this.#decisions.get(
          JSON.stringify([caller, subject]),
          decide,
          this.#isKept,
        );
  }
}
