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

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Only the user who runs the sandbox may read keys and tokens. */
const FILE_MODE = 0o600;
const DIR_MODE = 0o700;

/** The one folder that holds all that a sandbox keeps. */
export class StateDir {
  readonly root: string;

  static create(root: string): StateDir {
    const state = new StateDir(root);
    state.mkdir('run');
    state.mkdir('logs');
    return state;
  }

  private constructor(root: string) {
    this.root = root;
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  mkdir(...parts: string[]): string {
    const dir = this.path(...parts);
    mkdirSync(dir, { recursive: true, mode: DIR_MODE });
    return dir;
  }

  /** Writes so that a reader sees the old or the new content, never half of it. */
  write(file: string, content: string | Uint8Array): string {
    const target = this.path(file);
    mkdirSync(dirname(target), { recursive: true, mode: DIR_MODE });
    const temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, content, { mode: FILE_MODE });
    renameSync(temporary, target);
    return target;
  }

  writeJson(file: string, value: unknown): string {
    return this.write(file, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  read(file: string): string | undefined {
    try {
      return readFileSync(this.path(file), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  readJson<T>(file: string): T | undefined {
    const text = this.read(file);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }
}
