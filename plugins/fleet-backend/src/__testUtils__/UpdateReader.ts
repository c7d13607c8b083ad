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

import {
  FleetClient,
  type FleetUpdate,
  type UpdateSubscription,
} from '@slipway/backstage-plugin-fleet-common';
import { mockCredentials } from '@backstage/backend-test-utils';

const TIMEOUT_MS = 20_000;

/** Reads a stream of updates as a browser does, and waits for what is expected. */
export class UpdateReader {
  readonly updates: FleetUpdate[] = [];
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();

  constructor(
    baseUrl: string,
    subscription: UpdateSubscription,
    token = mockCredentials.user.token(),
  ) {
    const client = new FleetClient({
      discoveryApi: { getBaseUrl: async () => baseUrl },
    });
    this.ended = (async () => {
      try {
        const updates = client.updates(subscription, {
          token,
          signal: this.#abort.signal,
        });
        for await (const update of updates) {
          this.updates.push(update);
        }
      } catch (error) {
        if (!this.#abort.signal.aborted) {
          throw error;
        }
      }
    })();
    // Whoever waits for the end hears of it; nobody has to.
    this.ended.catch(() => {});
  }

  /** @throws an error with what came instead when it does not come within 20 s */
  async waitFor(
    found: (updates: FleetUpdate[]) => boolean,
    timeoutMs = TIMEOUT_MS,
  ): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (!found(this.updates)) {
      if (Date.now() > until) {
        throw new Error(`Got only ${JSON.stringify(this.updates)}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }
}
