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

import { cpSync, existsSync, rmSync } from 'node:fs';
import { ManagedProcess } from '../process';

/**
 * A copy of all that a cluster's etcd holds, from which it can be put back to an earlier revision: what a restore from a
 * backup does to a real cluster.
 */
export class EtcdBackup {
  readonly #etcd: ManagedProcess;
  readonly #dataDir: string;

  static create(etcd: ManagedProcess, dataDir: string): EtcdBackup {
    return new EtcdBackup(etcd, dataDir);
  }

  private constructor(etcd: ManagedProcess, dataDir: string) {
    this.#etcd = etcd;
    this.#dataDir = dataDir;
  }

  /** Takes the place of the copy before. etcd stands still meanwhile: its files are as a crash would leave them. */
  save(): void {
    this.#etcd.freeze();
    try {
      replace(this.#dataDir, this.#copyDir);
    } finally {
      this.#etcd.signal('SIGCONT');
    }
  }

  /**
   * Puts the copy in the place of the data; etcd must not run.
   *
   * @throws Error when there is no copy
   */
  restore(): void {
    if (!existsSync(this.#copyDir)) {
      throw new Error(`Nothing was saved of ${this.#etcd.name}; save it first`);
    }
    replace(this.#copyDir, this.#dataDir);
  }

  get #copyDir(): string {
    return `${this.#dataDir}-backup`;
  }
}

function replace(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
