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
import type { JsonObject } from '@backstage/types';

/** One backend with fleet and catalog in a process of its own, as one of several replicas. */
export class Replica {
  readonly #process: ChildProcess;
  readonly #url: string;
  readonly #token: string;

  static async start(options: {
    url: string;
    /** A token that the configuration knows. */
    token: string;
    config: JsonObject;
  }): Promise<Replica> {
    const logs: string[] = [];
    const child = launch(options.config, text => logs.push(text));
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(
          `The replica ended with code ${code}:\n${logs
            .join('')
            .slice(-20_000)}`,
        );
      }),
    ]);
    return new Replica(child, options);
  }

  private constructor(
    child: ChildProcess,
    { url, token }: { url: string; token: string },
  ) {
    this.#process = child;
    this.#url = url;
    this.#token = token;
  }

  get fleetUrl(): string {
    return `${this.#url}/api/fleet`;
  }

  async request(
    method: 'GET' | 'POST',
    route: string,
    body?: object,
  ): Promise<{ status: number; body: any }> {
    const response = await fetch(`${this.#url}/api/${route}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? JSON.parse(text) : text,
    };
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await ended;
    }
  }
}

function launch(
  config: JsonObject,
  onLog: (text: string) => void,
): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(__dirname, 'runReplica.ts')],
    {
      cwd: path.resolve(__dirname, '../..'),
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        REPLICA_CONFIG: JSON.stringify(config),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', onLog);
  }
  return child;
}
