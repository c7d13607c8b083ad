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

/** How long one answer took, and how large it was. */
export interface Answer {
  milliseconds: number;
  bytes: number;
}

/** A guest of a running Slipway. */
export class Portal {
  readonly #url: string;
  readonly #token: string;

  static async signIn(url: string): Promise<Portal> {
    const response = await fetch(`${url}/api/auth/guest/refresh`, {
      method: 'POST',
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
    if (!response.ok) {
      throw new Error(
        `A guest may not sign in at ${url}: HTTP ${response.status}.`,
      );
    }
    const session = await response.json();
    return new Portal(url, session.backstageIdentity.token);
  }

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** One look at an app's status as the stock Kubernetes tab takes it: its clusters, then all of its objects. */
  stockView(entityRef: string): Promise<Answer> {
    return this.#timed(async () => {
      const clusters = await this.#fetch('/api/kubernetes/clusters');
      const objects = await this.#fetch(
        '/api/kubernetes/resources/workloads/query',
        {
          entityRef,
          auth: {},
        },
      );
      return clusters + objects;
    });
  }

  /** One look at an app's status as Slipway's Clusters tab takes it. */
  slipwayView(entityRef: string): Promise<Answer> {
    return this.#timed(() =>
      this.#fetch(
        `/api/fleet/v1/app?entityRef=${encodeURIComponent(entityRef)}`,
      ),
    );
  }

  async #timed(run: () => Promise<number>): Promise<Answer> {
    const began = performance.now();
    const bytes = await run();
    return { milliseconds: performance.now() - began, bytes };
  }

  async #fetch(path: string, body?: unknown): Promise<number> {
    const response = await fetch(`${this.#url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const answer = await response.arrayBuffer();
    if (!response.ok) {
      throw new Error(`${path} answered HTTP ${response.status}.`);
    }
    return answer.byteLength;
  }
}
