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

import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { REPO_DIR } from './paths';
import { Progress } from './Progress';
import { ProcessInfo } from './process';
import { Sandbox } from './Sandbox';

const progress = Progress.create(line => process.stdout.write(`${line}\n`));

async function main(): Promise<void> {
  const program = new Command('sandbox')
    .description(
      'Real Kubernetes control planes on this machine, with simulated nodes.',
    )
    .option(
      '--dir <folder>',
      'where state is kept',
      process.env.SLIPWAY_SANDBOX_DIR ?? join(REPO_DIR, '.sandbox'),
    );

  program
    .command('up')
    .description('start what does not run')
    .action(async () => {
      const sandbox = await open(program);
      await sandbox.up();
      await sandbox.close();
      progress.info(`All runs after ${progress.total.trim()}.`);
      progress.info(`Backstage configuration: ${sandbox.appConfigFile}`);
      progress.info(`kubectl --kubeconfig ${sandbox.kubeconfig} get nodes`);
    });

  program
    .command('down')
    .description('stop every process; what is in the clusters stays')
    .action(async () => {
      const sandbox = await open(program);
      await sandbox.down();
      progress.info('The sandbox is down.');
    });

  program
    .command('reset')
    .description('stop every process and delete all state')
    .action(async () => {
      const sandbox = await open(program);
      await sandbox.down();
      rmSync(sandbox.dir, { recursive: true, force: true });
      progress.info(`The sandbox is down and ${sandbox.dir} is deleted.`);
    });

  program
    .command('status')
    .description('what runs, its memory and its log file')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }) => {
      const sandbox = await open(program);
      const processes = sandbox.status();
      progress.info(
        json
          ? JSON.stringify({ dir: sandbox.dir, processes }, undefined, 2)
          : statusTable(processes),
      );
      await sandbox.close();
    });

  await program.parseAsync();
}

async function open(program: Command): Promise<Sandbox> {
  const { dir } = program.opts<{ dir: string }>();
  return Sandbox.create({
    dir: resolve(dir),
    seed: true,
    prometheus: true,
    realNode: true,
    progress,
  });
}

function statusTable(processes: ProcessInfo[]): string {
  return processes
    .map(({ name, pid, memoryMiB, logFile }) =>
      [
        name.padEnd(34),
        (pid ? String(pid) : 'down').padStart(8),
        (memoryMiB === undefined ? '' : `${memoryMiB} MiB`).padStart(10),
        `  ${logFile}`,
      ].join(''),
    )
    .join('\n');
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
