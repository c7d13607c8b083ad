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

import type { Cluster } from '@slipway/sandbox';
import { Pool } from 'undici';
import type { Manifest } from './objects';

/** Connections to one API server; each carries one request at a time. */
const CONNECTIONS = 32;
const CONFLICT = 409;
const BUSY = 429;
const MAX_TRIES = 20;
const RETRY_MS = 250;

interface CreatedObject {
  metadata: { name: string; uid: string; resourceVersion: string };
}

/** Writes many objects to an API server, quickly. */
export class ObjectWriter {
  readonly #pool: Pool;
  readonly #token: string;

  static create(cluster: Cluster): ObjectWriter {
    return new ObjectWriter(cluster);
  }

  private constructor(cluster: Cluster) {
    this.#token = cluster.adminToken;
    this.#pool = new Pool(cluster.url, {
      connections: CONNECTIONS,
      connect: { ca: Buffer.from(cluster.caData, 'base64') },
    });
  }

  /** Creates what is not there yet, many at a time, each with its status. */
  async createAll(manifests: Manifest[]): Promise<void> {
    const queue = manifests[Symbol.iterator]();
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (const manifest of queue) {
          await this.#create(manifest);
        }
      }),
    );
  }

  /** Creates an object, or writes its spec and status anew. */
  async put(manifest: Manifest): Promise<CreatedObject> {
    const created = await this.#create(manifest);
    if (created) {
      return created;
    }
    const path = `${manifest.path}/${manifest.name}`;
    const merge = { 'content-type': 'application/merge-patch+json' };
    const { spec } = manifest.body as { spec?: object };
    await this.#expect('PATCH', path, { spec }, merge);
    return this.#expect<CreatedObject>(
      'PATCH',
      `${path}/status`,
      { status: manifest.status },
      merge,
    );
  }

  /** Names of all objects of a collection. */
  async names(path: string): Promise<Set<string>> {
    const list = await this.#expect<{ items: CreatedObject[] }>('GET', path);
    return new Set(list.items.map(({ metadata }) => metadata.name));
  }

  /** Sends a merge patch. */
  patch(path: string, body: object): Promise<CreatedObject> {
    return this.#expect('PATCH', path, body, {
      'content-type': 'application/merge-patch+json',
    });
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  /** @returns undefined when it is there already */
  async #create(manifest: Manifest): Promise<CreatedObject | undefined> {
    const { path, name, body, status } = manifest;
    const created = await this.#request('POST', path, body);
    if (created.status === CONFLICT) {
      return undefined;
    }
    const object = read<CreatedObject>(created, `POST ${path}`);
    if (status) {
      await this.#expect('PUT', `${path}/${name}/status`, {
        ...object,
        status,
      });
    }
    return object;
  }

  async #expect<T>(
    method: 'GET' | 'PUT' | 'PATCH',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<T> {
    return read<T>(
      await this.#request(method, path, body, headers),
      `${method} ${path}`,
    );
  }

  async #request(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    for (let tries = 1; ; tries++) {
      const response = await this.#pool.request({
        method,
        path,
        headers: {
          authorization: `Bearer ${this.#token}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: body && JSON.stringify(body),
      });
      const text = await response.body.text();
      if (response.statusCode !== BUSY || tries === MAX_TRIES) {
        return { status: response.statusCode, text };
      }
      await new Promise(resolve => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** @throws Error with what the API server said when it refused */
function read<T>(answer: { status: number; text: string }, what: string): T {
  if (answer.status >= 400) {
    throw new Error(`${what} answered ${answer.status}: ${answer.text}`);
  }
  return JSON.parse(answer.text) as T;
}
