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
import { openSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '@slipway/sandbox';
import { stringify } from 'yaml';
import { appNames, type DatasetSpec } from '../dataset';
import { endProcess } from '../endProcess';
import { REPO_DIR, SOURCE_DIR } from '../paths';
import { backendConfig } from './backendConfig';
import { USER_HEADER } from './benchAuth';
import type { BackendFlavour } from './BackendFlavour';
import type { BackendAnswers, BackendQuestion } from './messages';

const READY_TIMEOUT_MS = 300_000;
const POLL_MS = 250;

export interface BenchBackendOptions {
  sandbox: Sandbox;
  spec: DatasetSpec;
  flavour: BackendFlavour;
}

/** A Backstage backend in a process of its own. */
export class BenchBackend {
  readonly url: string;
  readonly flavour: BackendFlavour;
  readonly #process: ChildProcess;
  readonly #spec: DatasetSpec;

  /** Returns once it listens; see `ready`. */
  static async start(options: BenchBackendOptions): Promise<BenchBackend> {
    const { sandbox, spec, flavour } = options;
    const port = await freePort();
    const catalogFile = join(sandbox.dir, 'bench-apps.yaml');
    writeFileSync(catalogFile, catalogOf(spec));
    const configFile = join(sandbox.dir, `bench-${flavour}.yaml`);
    writeFileSync(
      configFile,
      stringify(backendConfig(sandbox, { port, catalogFile, flavour })),
    );
    const log = openSync(join(sandbox.dir, `bench-${flavour}.log`), 'w');
    const child = spawn(
      process.execPath,
      [
        '--expose-gc',
        '--import',
        'tsx',
        join(SOURCE_DIR, 'backend/runBackend.ts'),
        '--config',
        configFile,
      ],
      {
        cwd: join(REPO_DIR, 'bench'),
        env: {
          ...process.env,
          NODE_ENV: 'production',
          BENCH_FLAVOUR: flavour,
        },
        stdio: ['ignore', log, log, 'ipc'],
      },
    );
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(
          `The ${flavour} backend ended with code ${code}; see bench-${flavour}.log in ${sandbox.dir}`,
        );
      }),
    ]);
    return new BenchBackend(child, port, options);
  }

  private constructor(
    child: ChildProcess,
    port: number,
    { flavour, spec }: BenchBackendOptions,
  ) {
    this.#process = child;
    this.#spec = spec;
    this.flavour = flavour;
    this.url = `http://127.0.0.1:${port}`;
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** Signs a user in. */
  async signIn(user: string): Promise<string> {
    const response = await fetch(`${this.url}/api/auth/bench/refresh`, {
      method: 'POST',
      headers: { 'x-requested-with': 'XMLHttpRequest', [USER_HEADER]: user },
    });
    const session = await response.json();
    if (!response.ok) {
      throw new Error(`${user} cannot sign in: ${JSON.stringify(session)}`);
    }
    return session.backstageIdentity.token;
  }

  /** Waits for all apps in the catalog and, where there is a fleet, for all of its clusters to be live. */
  async ready(): Promise<void> {
    const token = await this.signIn('bench');
    const get = async (path: string) => {
      const response = await fetch(`${this.url}${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return response.ok ? response.json() : undefined;
    };
    await this.#until('the catalog', async () => {
      const answer = await get(
        '/api/catalog/entities/by-query?filter=kind=component&limit=1',
      );
      return answer?.totalItems >= this.#spec.apps;
    });
    if (this.flavour !== 'stock') {
      await this.#until('the fleet', async () => {
        const answer = await get('/api/fleet/v1/fleet');
        const states: string[] = (answer?.clusters ?? []).map(
          (cluster: { freshness: { state: string } }) =>
            cluster.freshness.state,
        );
        return (
          states.length === this.#spec.clusters &&
          states.every(state => state === 'live')
        );
      });
    }
  }

  /** Asks the process itself. */
  async ask<Q extends BackendQuestion>(
    question: Q,
  ): Promise<BackendAnswers[Q]> {
    this.#process.send(question);
    for (;;) {
      const [message] = await once(this.#process, 'message');
      if (message.question === question) {
        return message.answer;
      }
    }
  }

  stop(): Promise<void> {
    return endProcess(this.#process);
  }

  async #until(what: string, check: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + READY_TIMEOUT_MS;
    while (!(await check())) {
      if (Date.now() > end || this.#process.exitCode !== null) {
        throw new Error(`Waited in vain for ${what} of ${this.flavour}`);
      }
      await sleep(POLL_MS);
    }
  }
}

function catalogOf(spec: DatasetSpec): string {
  return appNames(spec)
    .map(name =>
      stringify({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name,
          annotations: { 'backstage.io/kubernetes-id': name },
        },
        spec: { type: 'service', lifecycle: 'production', owner: 'bench' },
      }),
    )
    .join('---\n');
}

/** One that nobody listens on now; the backend takes it a moment later. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
