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

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Progress } from '../Progress';
import { TOOLS_DIR } from '../paths';
import { GoToolchain } from './GoToolchain';
import { ToolSpec } from './toolSpecs';

const PROGRESS_INTERVAL_MS = 15_000;
const ERROR_LINES = 20;

/**
 * Builds the commands of one tool into `outDir/bin`, saying every 15 s how far it is.
 *
 * @throws Error with the compiler's last lines
 */
export async function goBuild(options: {
  go: GoToolchain;
  spec: ToolSpec;
  outDir: string;
  progress: Progress;
}): Promise<void> {
  const { go, spec, outDir, progress } = options;
  mkdirSync(join(outDir, 'bin'), { recursive: true });
  for (const [command, goPackage] of Object.entries(spec.commands)) {
    await buildOne({
      go,
      progress,
      cwd: join(TOOLS_DIR, spec.name),
      label: command,
      // -v prints each package when it is compiled
      args: [
        'build',
        '-v',
        ...spec.buildFlags,
        '-o',
        join(outDir, 'bin', command),
        goPackage,
      ],
    });
  }
}

async function buildOne(options: {
  go: GoToolchain;
  progress: Progress;
  cwd: string;
  label: string;
  args: string[];
}): Promise<void> {
  const { go, progress, label } = options;
  let compiled = 0;
  const lastLines: string[] = [];
  const startedAt = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    progress.info(`  ${label}: ${compiled} packages compiled, ${seconds} s`);
  }, PROGRESS_INTERVAL_MS);
  try {
    const child = spawn(go.command, options.args, {
      cwd: options.cwd,
      env: go.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    createInterface({ input: child.stderr }).on('line', line => {
      compiled += 1;
      lastLines.push(line);
      lastLines.splice(0, lastLines.length - ERROR_LINES);
    });
    const code = await exit;
    if (code !== 0) {
      throw new Error(
        `go build of ${label} failed (exit ${code}):\n${lastLines.join('\n')}`,
      );
    }
  } finally {
    clearInterval(timer);
  }
}
