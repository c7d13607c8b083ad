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

/** How long a token is used before it is read or fetched again; bound tokens and cloud tokens live longer. */
const TOKEN_MAX_AGE_MS = 60_000;

/**
 * The `Authorization` header for a cluster's API server.
 */
export interface ClusterCredentials {
  /**
   * @returns undefined for a cluster that wants none
   * @throws an error with a plain sentence when no credential can be had
   */
  getAuthorization(): Promise<string | undefined>;
  /**
   * Forget what the API server refused, so that it is read or fetched anew.
   *
   * @param refused the header that was sent; one that has taken its place meanwhile stays
   */
  reset(refused: string | undefined): void;
}

/** A bearer token, asked for anew once a minute. */
export class TokenCredentials implements ClusterCredentials {
  readonly #getToken: () => Promise<string | undefined>;
  #asked: Promise<string | undefined> | undefined;
  #askedAt = 0;
  /** What was given out last. */
  #authorization: string | undefined;

  constructor(getToken: () => Promise<string | undefined>) {
    this.#getToken = getToken;
  }

  async getAuthorization(): Promise<string | undefined> {
    if (!this.#asked || monotonicNow() - this.#askedAt > TOKEN_MAX_AGE_MS) {
      this.#asked = this.#getToken();
      this.#askedAt = monotonicNow();
    }
    const asked = this.#asked;
    try {
      const token = await asked;
      this.#authorization = token && `Bearer ${token}`;
      return this.#authorization;
    } catch (error) {
      // One that was asked for meanwhile may come yet.
      if (this.#asked === asked) {
        this.#asked = undefined;
      }
      throw error;
    }
  }

  reset(refused: string | undefined): void {
    if (refused === this.#authorization) {
      this.#asked = undefined;
    }
  }
}
