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

export interface BackendOptions {
  config: JsonObject;
  entities: Entity[];
  /** Where the scaffolder finds fleet. */
  fleetUrl: string;
}

/** A task of the scaffolder, at its end or on the way. */
export interface TaskState {
  status: string;
  error?: string;
  output?: JsonObject;
  log: string[];
}

/** The scaffolder with the module, and fleet-backend, in a process of its own that can be killed. */
export class ScaffolderBackend {
  readonly url: string;
  readonly #process: ChildProcess;

  static async start(options: BackendOptions): Promise<ScaffolderBackend> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'runBackend.ts')],
      {
        cwd: path.resolve(__dirname, '../..'),
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          // Jest sets it to test, for which Backstage's database refuses to be kept in a file.
          NODE_ENV: 'development',
          BACKEND_OPTIONS: JSON.stringify(options),
        },
        stdio: [
          'ignore',
          process.env.TEST_BACKEND_LOG ? 'inherit' : 'ignore',
          'inherit',
          'ipc',
        ],
      },
    );
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The backend ended with code ${code}`);
      }),
    ]);
    const { port } = message as { port: number };
    return new ScaffolderBackend(child, `http://127.0.0.1:${port}`);
  }

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.url = url;
  }

  /** Starts a task of a template of the namespace default, and answers its id. */
  async start(template: string, values: JsonObject = {}): Promise<string> {
    const { id } = await this.#request<{ id: string }>(
      'POST',
      '/api/scaffolder/v2/tasks',
      { templateRef: `template:default/${template}`, values },
    );
    return id;
  }

  async cancel(id: string): Promise<void> {
    await this.#request('POST', `/api/scaffolder/v2/tasks/${id}/cancel`, {});
  }

  async state(id: string): Promise<TaskState> {
    const task = `/api/scaffolder/v2/tasks/${id}`;
    const { status } = await this.#request<{ status: string }>('GET', task);
    const events = await this.#request<
      Array<{
        type: string;
        body: {
          message: string;
          error?: { message: string };
          output?: JsonObject;
        };
      }>
    >('GET', `${task}/events`);
    const end = events.find(({ type }) => type === 'completion')?.body;
    return {
      status,
      error: end?.error?.message,
      output: end?.output,
      log: events.map(({ body }) => body.message),
    };
  }

  /** Ends the process at once, as a crash does. */
  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exit = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await exit;
    }
  }

  async #request<T>(method: string, url: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}${url}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${response.status}: ${text}`);
    }
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
