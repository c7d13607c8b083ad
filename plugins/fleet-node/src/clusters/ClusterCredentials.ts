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
  /** Forget a token that the API server refused. */
  reset(): void;
}

/** A bearer token, asked for anew once a minute. */
export class TokenCredentials implements ClusterCredentials {
  readonly #getToken: () => Promise<string | undefined>;
  #token: Promise<string | undefined> | undefined;
  #readAt = 0;

  constructor(getToken: () => Promise<string | undefined>) {
    this.#getToken = getToken;
  }

  async getAuthorization(): Promise<string | undefined> {
    if (!this.#token || Date.now() - this.#readAt > TOKEN_MAX_AGE_MS) {
      this.#token = this.#getToken();
      this.#readAt = Date.now();
    }
    try {
      const token = await this.#token;
      return token && `Bearer ${token}`;
    } catch (error) {
      this.reset();
      throw error;
    }
  }

  reset(): void {
    this.#token = undefined;
  }
}
