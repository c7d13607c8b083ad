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

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { Progress } from '../Progress';
import { TOOLS_DIR } from '../paths';
import { withFileLock } from '../state';
import { cacheDir } from './cacheDir';
import { goBuild } from './goBuild';
import { GoToolchain } from './GoToolchain';
import { ToolName, toolSpecs, ToolSpec } from './toolSpecs';

const HASH_LENGTH = 12;

/**
 * The programs that clusters are made of and that tests run, built once per user from the Go modules under `tools/`.
 *
 * @public
 */
export class Toolbox {
  readonly #cacheDir: string;
  readonly #progress: Progress;
  readonly #assets: string | undefined;
  readonly #specs: Record<ToolName, ToolSpec>;

  static create(options: {
    progress: Progress;
    env?: NodeJS.ProcessEnv;
  }): Toolbox {
    return new Toolbox(options.progress, options.env ?? process.env);
  }

  private constructor(progress: Progress, env: NodeJS.ProcessEnv) {
    this.#progress = progress;
    this.#cacheDir = cacheDir(env);
    this.#assets = env.KUBEBUILDER_ASSETS || undefined;
    this.#specs = toolSpecs(process.platform);
  }

  /** Builds what is not there yet of all tools for this platform. */
  async ensureAll(): Promise<void> {
    await this.ensure(Object.keys(this.#specs) as ToolName[]);
  }

  /** Builds what is not there yet. Takes minutes the first time, and nothing later. */
  async ensure(names: ToolName[]): Promise<void> {
    for (const name of names) {
      const spec = this.#specs[name];
      if (!this.#isComplete(spec)) {
        await this.#build(spec);
      }
    }
  }

  /** Path of a program, of `KUBEBUILDER_ASSETS` where it is there, else of the cache. */
  binary(command: string): string {
    const asset = this.#asset(command);
    if (asset) {
      return asset;
    }
    const spec = Object.values(this.#specs).find(
      candidate => command in candidate.commands,
    );
    if (!spec) {
      throw new Error(`No tool of the sandbox builds ${command}`);
    }
    return join(this.dirOf(spec), 'bin', command);
  }

  /** Path of a file that came with a tool's source. */
  manifest(tool: ToolName, file: string): string {
    return join(this.dirOf(this.#specs[tool]), 'manifests', file);
  }

  /** Names of the files that came with a tool's source. */
  manifests(tool: ToolName): string[] {
    return Object.keys(this.#specs[tool].manifests?.files ?? {});
  }

  /** Where a tool is kept: its name and a hash of all that decides what it is. */
  dirOf(spec: ToolSpec): string {
    const hash = createHash('sha256');
    for (const file of ['go.mod', 'go.sum']) {
      hash.update(readFileSync(join(TOOLS_DIR, spec.name, file)));
    }
    const { commands, buildFlags, manifests } = spec;
    hash.update(
      JSON.stringify([
        commands,
        buildFlags,
        manifests,
        process.platform,
        process.arch,
      ]),
    );
    const key = hash.digest('hex').slice(0, HASH_LENGTH);
    return join(this.#cacheDir, 'tools', `${spec.name}-${key}`);
  }

  #asset(command: string): string | undefined {
    const file = this.#assets && join(this.#assets, command);
    return file && existsSync(file) ? file : undefined;
  }

  #isComplete(spec: ToolSpec): boolean {
    return (
      existsSync(this.dirOf(spec)) ||
      (!spec.manifests &&
        Object.keys(spec.commands).every(command => this.#asset(command)))
    );
  }

  async #build(spec: ToolSpec): Promise<void> {
    const target = this.dirOf(spec);
    await withFileLock(
      `${target}.lock`,
      async () => {
        if (!existsSync(target)) {
          await this.#buildInto(target, spec);
        }
      },
      pid =>
        this.#progress.info(
          `Waiting for ${spec.name}, built by process ${pid}`,
        ),
    );
  }

  async #buildInto(target: string, spec: ToolSpec): Promise<void> {
    const go = await GoToolchain.create({
      cacheDir: this.#cacheDir,
      progress: this.#progress,
    });
    this.#progress.info(
      `Building ${spec.name}, once for this user: about ${spec.expectedMinutes} min on two cores`,
    );
    await this.#progress.step(`Built ${spec.name}`, async () => {
      const temporary = mkdtempSync(`${target}.`);
      try {
        await goBuild({
          go,
          spec,
          outDir: temporary,
          progress: this.#progress,
        });
        await copyManifests(go, spec, join(temporary, 'manifests'));
        renameSync(temporary, target);
      } finally {
        rmSync(temporary, { recursive: true, force: true });
      }
    });
  }
}

async function copyManifests(
  go: GoToolchain,
  spec: ToolSpec,
  outDir: string,
): Promise<void> {
  if (!spec.manifests) {
    return;
  }
  const toolDir = join(TOOLS_DIR, spec.name);
  const source = await go.moduleDir(toolDir, spec.manifests.module);
  mkdirSync(outDir, { recursive: true });
  for (const [file, path] of Object.entries(spec.manifests.files)) {
    copyFileSync(join(source, path), join(outDir, file));
  }
}
