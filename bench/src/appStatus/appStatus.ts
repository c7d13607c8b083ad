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

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from 'commander';
import { readKubeconfig } from '@slipway/sandbox';
import { ApiServers } from '../apiServers/ApiServers';
import { type Answer, Portal } from './Portal';
import { quantile } from '../statistics';

const IDLE_SECONDS = 20;

interface Measurement {
  name: string;
  answers: Answer[];
  requestsPerView: number;
}

/**
 * Looks at an app many times, one look after the other, and says how long each took and how many reads the API servers
 * answered for it. What the API servers read for themselves in the same time is taken off, measured while nobody looks.
 */
async function measure(
  name: string,
  views: number,
  view: () => Promise<Answer>,
  requests: ApiServers,
  idlePerMillisecond: number,
): Promise<Measurement> {
  const before = await reads(requests);
  const began = performance.now();
  const answers: Answer[] = [];
  for (let i = 0; i < views; i++) {
    answers.push(await view());
  }
  const idle = (performance.now() - began) * idlePerMillisecond;
  const made = (await reads(requests)) - before - idle;
  return { name, answers, requestsPerView: Math.max(0, made / views) };
}

/** Reads that the API servers answered so far. */
async function reads(servers: ApiServers): Promise<number> {
  return (await servers.work()).reads;
}

function print({ name, answers, requestsPerView }: Measurement): void {
  const times = answers.map(answer => answer.milliseconds);
  const kilobytes =
    quantile(
      answers.map(answer => answer.bytes),
      0.5,
    ) / 1000;
  process.stdout.write(
    `${name.padEnd(10)} p50 ${quantile(times, 0.5).toFixed(
      1,
    )} ms  p95 ${quantile(times, 0.95).toFixed(1)} ms  ` +
      `${kilobytes.toFixed(1)} kB  ${requestsPerView.toFixed(
        1,
      )} API-server reads a view\n`,
  );
}

async function main(options: {
  url: string;
  state: string;
  entity: string;
  views: string;
}) {
  const views = Number(options.views);
  const requests = new ApiServers(
    readKubeconfig(join(options.state, 'kubeconfig')),
  );
  const portal = await Portal.signIn(options.url);
  // Both once, so that neither pays for connections and caches that the other finds made.
  await portal.stockView(options.entity);
  await portal.slipwayView(options.entity);

  const idleBefore = await reads(requests);
  await sleep(IDLE_SECONDS * 1000);
  const idlePerMillisecond =
    ((await reads(requests)) - idleBefore) / (IDLE_SECONDS * 1000);

  const stock = await measure(
    'stock',
    views,
    () => portal.stockView(options.entity),
    requests,
    idlePerMillisecond,
  );
  const slipway = await measure(
    'slipway',
    views,
    () => portal.slipwayView(options.entity),
    requests,
    idlePerMillisecond,
  );
  await requests.close();

  process.stdout.write(
    `${options.entity}, ${views} views each, one after the other\n`,
  );
  print(stock);
  print(slipway);
  const ratio = (q: number) =>
    quantile(
      stock.answers.map(a => a.milliseconds),
      q,
    ) /
    quantile(
      slipway.answers.map(a => a.milliseconds),
      q,
    );
  process.stdout.write(
    `stock / slipway: p50 ${ratio(0.5).toFixed(1)}, p95 ${ratio(0.95).toFixed(
      1,
    )}\n`,
  );
}

program
  .description(
    "Time of one app's status over HTTP, and API-server reads per view, beside the stock Kubernetes tab",
  )
  .option('--url <url>', 'where Slipway listens', 'http://localhost:7007')
  .option('--state <folder>', "the sandbox's state folder", '.sandbox')
  .option('--entity <ref>', 'the app', 'component:default/recommend-ranker')
  .option('--views <number>', 'how many looks', '100')
  .action(main);

program.parseAsync().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
