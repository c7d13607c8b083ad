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

import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '@backstage/errors';
import { findInWorkspace, type WorkspacePath } from '../workspace';

const MAX_FILES = 2000;
const MAX_BYTES = 20 * 1024 * 1024;

/**
 * A folder that holds what a program may read and nothing else: copies of regular files of the workspace, each at its
 * own path. So a program that follows a path further than was checked finds nothing there.
 */
export class Staging {
  readonly root: string;
  readonly #workspace: string;
  #files = 0;
  #bytes = 0;

  /** @param root - an empty folder, which `dispose` deletes */
  static create(options: { root: string; workspace: string }) {
    return new Staging(options);
  }

  private constructor(options: { root: string; workspace: string }) {
    this.root = options.root;
    this.#workspace = options.workspace;
  }

  /** @throws NotAllowedError, InputError as findInWorkspace */
  find(path: string): Promise<WorkspacePath> {
    return findInWorkspace(this.#workspace, path);
  }

  /** @throws NotAllowedError, InputError when it is no regular file of the workspace, or too much already */
  async readText(path: string): Promise<string> {
    const { absolute, stats } = await this.#findFile(path);
    this.#count(stats.size);
    return readFile(absolute, 'utf8');
  }

  async writeText(path: string, text: string): Promise<string> {
    const target = join(this.root, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
    return target;
  }

  /** @throws NotAllowedError, InputError when it is no regular file of the workspace, or too much already */
  async copyFile(path: string): Promise<string> {
    const found = await this.#findFile(path);
    this.#count(found.stats.size);
    const target = join(this.root, found.path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(found.absolute, target);
    return target;
  }

  /** @throws NotAllowedError, InputError when it holds what is no regular file, or too much */
  async copyFolder(path: string): Promise<string> {
    const folder = await this.find(path);
    if (!folder.stats.isDirectory()) {
      throw new InputError(`${path} is not a folder.`);
    }
    const names = await readdir(folder.absolute);
    for (const name of names.filter(entry => entry !== '.git')) {
      const child = await this.find(join(folder.path, name));
      if (child.stats.isDirectory()) {
        await this.copyFolder(child.path);
      } else {
        await this.copyFile(child.path);
      }
    }
    return join(this.root, folder.path);
  }

  async dispose(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  async #findFile(path: string): Promise<WorkspacePath> {
    const found = await this.find(path);
    if (!found.stats.isFile()) {
      throw new InputError(`${path} is not a file.`);
    }
    return found;
  }

  #count(bytes: number): void {
    this.#files += 1;
    this.#bytes += bytes;
    if (this.#files > MAX_FILES || this.#bytes > MAX_BYTES) {
      throw new InputError(
        `At most ${MAX_FILES} files of ${
          MAX_BYTES / 1024 / 1024
        } MiB together can be rendered at once.`,
      );
    }
  }
}
