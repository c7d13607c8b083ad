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

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type { ObjectsByEntityResponse } from '@backstage/plugin-kubernetes-common';
import type { ObjectQuery } from '@slipway/backstage-plugin-fleet-node';

export interface BackendOptions {
  config: JsonObject;
  entities: Entity[];
  withModule: boolean;
}

/**
 * The stock Kubernetes plugin, with or without the module, in a process of its own: under jest it can neither load
 * `@kubernetes/client-node`, which is an ES module, nor can jest's support for those load the rest of the backend.
 */
export class StockTabBackend {
  readonly #process: ChildProcess;
  readonly #url: string;

  static async start(options: BackendOptions): Promise<StockTabBackend> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'runBackend.ts')],
      {
        cwd: path.resolve(__dirname, '../..'),
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          BACKEND_OPTIONS: JSON.stringify(options),
        },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The backend ended with code ${code}`);
      }),
    ]);
    const { port } = message as { port: number };
    return new StockTabBackend(child, `http://127.0.0.1:${port}`);
  }

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.#url = url;
  }

  /** What the Kubernetes tab of a component asks for. */
  ask(name: string): Promise<ObjectsByEntityResponse> {
    return this.#post('/api/kubernetes/resources/workloads/query', {
      entityRef: `component:default/${name}`,
      auth: {},
    });
  }

  /** The same by the route that takes the entity whole. */
  askWithEntity(entity: Entity): Promise<ObjectsByEntityResponse> {
    return this.#post(`/api/kubernetes/services/${entity.metadata.name}`, {
      entity,
      auth: {},
    });
  }

  /** What the tab asks for before each poll. */
  async clusters(): Promise<object[]> {
    const response = await fetch(`${this.#url}/api/kubernetes/clusters`);
    const { items } = await response.json();
    return items;
  }

  /** The status and words of a request that is refused. */
  async refusal(body: object): Promise<string> {
    return this.#post('/api/kubernetes/resources/workloads/query', body).then(
      () => 'not refused',
      (error: Error) => error.message,
    );
  }

  /** Plurals of those kinds that the fleet cannot answer for now. */
  missing(cluster: string, kinds: ObjectQuery[]): Promise<string[]> {
    return this.#post(`/api/held/missing/${cluster}`, kinds);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      this.#process.kill('SIGKILL');
      await once(this.#process, 'exit');
    }
  }

  async #post<T>(url: string, body: object): Promise<T> {
    const response = await fetch(`${this.#url}${url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${response.status}: ${text}`);
    }
    return JSON.parse(text) as T;
  }
}
