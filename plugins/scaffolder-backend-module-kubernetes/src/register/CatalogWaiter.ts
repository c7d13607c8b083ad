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

import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Longer than the minute after which a catalog that was told nothing asks by itself. */
const TIMEOUT_MS = 75_000;

const INTERVAL_MS = 300;

/** Waits for what the catalog takes in on its own time: a page of an entity that is not there yet stays an error page. */
export class CatalogWaiter {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  readonly #timeoutMs: number;

  static create(options: {
    auth: AuthService;
    catalog: CatalogService;
    /** 75 s unless told. */
    timeoutMs?: number;
  }) {
    return new CatalogWaiter(options);
  }

  private constructor(options: Parameters<typeof CatalogWaiter.create>[0]) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /**
   * Whether the catalog knows the entity, asked until it does or the time is over.
   *
   * @throws AbortError when the signal aborts
   */
  async waitFor(entityRef: string, signal?: AbortSignal): Promise<boolean> {
    const end = performance.now() + this.#timeoutMs;
    while (performance.now() < end) {
      if (await this.#knows(entityRef)) {
        return true;
      }
      await sleep(INTERVAL_MS, undefined, { signal });
    }
    return false;
  }

  async #knows(entityRef: string): Promise<boolean> {
    try {
      // Not the initiator's: who may not see it would wait for nothing.
      const credentials = await this.#auth.getOwnServiceCredentials();
      const found = await this.#catalog.getEntityByRef(entityRef, {
        credentials,
      });
      return found !== undefined;
    } catch {
      // A catalog that does not answer may do so with the next question.
      return false;
    }
  }
}
