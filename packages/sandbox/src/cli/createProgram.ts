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
import { scaleApp, ScaledWorkload } from '../apps';
import { parseRate } from '../load';
import { REPO_DIR } from '../paths';
import { Progress } from '../Progress';
import { Sandbox } from '../Sandbox';
import { Toolbox } from '../tools';
import { CHAOS_ACTIONS } from './chaos';
import { statusOf, statusText } from './status';

/** The `sandbox` command line. */
export function createProgram(progress: Progress): Command {
  const program = new Command('sandbox')
    .description(
      'Three real Kubernetes control planes on this machine. Their nodes are simulated by KWOK, but for one real ' +
        'node where the machine allows; the load on apps and the use of GPUs are simulated too.',
    )
    .option(
      '--dir <folder>',
      'where state is kept; also SLIPWAY_SANDBOX_DIR',
      process.env.SLIPWAY_SANDBOX_DIR ?? join(REPO_DIR, '.sandbox'),
    );
  const use = (work: (sandbox: Sandbox) => Promise<void>) =>
    useSandbox(program, progress, work);
  addTools(program, progress);
  addLifecycle(program, progress, use);
  addScale(program, progress, use);
  addLoad(program, progress, use);
  addChaos(program, progress, use);
  return program;
}

type Use = (work: (sandbox: Sandbox) => Promise<void>) => Promise<void>;

async function useSandbox(
  program: Command,
  progress: Progress,
  work: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const { dir } = program.opts<{ dir: string }>();
  const sandbox = await Sandbox.create({
    dir: resolve(dir),
    seed: true,
    prometheus: true,
    realNode: true,
    progress,
  });
  try {
    await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

function addTools(program: Command, progress: Progress): void {
  program
    .command('tools')
    .description('build what is missing of all programs, and start nothing')
    .action(async () => {
      await Toolbox.create({ progress }).ensureAll();
      progress.info('All programs of the sandbox are built.');
    });
}

function addLifecycle(program: Command, progress: Progress, use: Use): void {
  program
    .command('up')
    .description('build what is missing and start what does not run')
    .action(() =>
      use(async sandbox => {
        await sandbox.up();
        progress.info(`The sandbox runs, after ${progress.total.trim()}.`);
        progress.info(`Backstage:  --config ${sandbox.appConfigFile}`);
        progress.info(`kubectl:    --kubeconfig ${sandbox.kubeconfig}`);
        progress.info(`Prometheus: ${sandbox.prometheusUrl}`);
        progress.info('Stop it with: yarn sandbox down');
      }),
    );
  program
    .command('down')
    .description('stop every process; what is in the clusters stays')
    .action(() =>
      use(async sandbox => {
        await sandbox.down();
        progress.info('The sandbox is down.');
      }),
    );
  program
    .command('reset')
    .description('stop every process and delete all state')
    .action(() =>
      use(async sandbox => {
        await sandbox.down();
        rmSync(sandbox.dir, { recursive: true, force: true });
        progress.info(`The sandbox is down and ${sandbox.dir} is deleted.`);
      }),
    );
  program
    .command('status')
    .description('what runs, its memory and its log file')
    .option('--json', 'for programs')
    .option('--quiet', 'print nothing; the exit code is 1 unless all runs')
    .action(({ json, quiet }: { json?: boolean; quiet?: boolean }) =>
      use(async sandbox => {
        if (quiet) {
          process.exitCode = sandbox.status().every(({ pid }) => pid) ? 0 : 1;
          return;
        }
        const status = await statusOf(sandbox);
        progress.info(
          json ? JSON.stringify(status, undefined, 2) : statusText(status),
        );
      }),
    );
}

function addScale(program: Command, progress: Progress, use: Use): void {
  program
    .command('scale')
    .description(
      'set the instances of an app (scale feed-api 12), or the simulated nodes of clusters (scale nodes 30)',
    )
    .argument(
      '<app>',
      'value of the label backstage.io/kubernetes-id, or nodes',
    )
    .argument('<count>', 'how many, in each cluster', parseCount)
    .option('--cluster <name>', 'in this cluster only')
    .action((app: string, count: number, { cluster }: { cluster?: string }) =>
      use(async sandbox => {
        const clusters = cluster
          ? [sandbox.cluster(cluster)]
          : sandbox.clusters;
        if (app === 'nodes') {
          for (const { name } of clusters) {
            await sandbox.scaleNodes(name, count);
            progress.info(`${name} has ${count} simulated nodes`);
          }
          return;
        }
        const scaled = await Promise.all(
          clusters.map(each => scaleApp(each, app, count)),
        );
        if (scaled.flat().length === 0) {
          throw new Error(`No workload is labelled as app ${app}`);
        }
        scaled.flat().forEach(each => progress.info(scaledText(each)));
      }),
    );
}

function addLoad(program: Command, progress: Progress, use: Use): void {
  program
    .command('load')
    .description(
      'set the simulated load of an app over all clusters (load feed-api 1200rps), or list all. No requests are ' +
        'sent: a simulator exports what instances would report. The load is divided over those that are ready.',
    )
    .argument('[app]', 'value of the label backstage.io/kubernetes-id')
    .argument('[rate]', 'requests per second, as 1200rps or 1.2krps', parseRate)
    .action((app: string | undefined, rate: number | undefined) =>
      use(async sandbox => {
        if (app && rate !== undefined) {
          sandbox.setLoad(app, rate);
          progress.info(`${app}: ${rate} requests/s over all clusters`);
          return;
        }
        Object.entries(sandbox.loads())
          .filter(([name]) => !app || name === app)
          .forEach(([name, { requestsPerSecond }]) =>
            progress.info(`${name.padEnd(24)} ${requestsPerSecond} requests/s`),
          );
      }),
    );
}

function addChaos(program: Command, progress: Progress, use: Use): void {
  const actions = Object.keys(CHAOS_ACTIONS).join(', ');
  program
    .command('chaos')
    .description('do something to the API server of a cluster; "up" heals it')
    .argument('<action>', actions)
    .argument('<cluster>')
    .action((name: string, cluster: string) =>
      use(async sandbox => {
        const action = CHAOS_ACTIONS[name];
        if (!action) {
          throw new Error(`chaos can do ${actions}, not "${name}"`);
        }
        await action.run(sandbox.cluster(cluster));
        progress.info(`The API server of ${cluster} ${action.does}.`);
      }),
    );
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new Error(`A count is a number, not "${text}"`);
  }
  return Number(text);
}

function scaledText(scaled: ScaledWorkload): string {
  const { cluster, kind, namespace, name, before, after, autoscaler } = scaled;
  const bounds = autoscaler
    ? `; its autoscaler keeps it from ${autoscaler.min} to ${autoscaler.max}`
    : '';
  return `${cluster}: ${kind} ${namespace}/${name} ${before} → ${after} instances${bounds}`;
}
