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

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBackend } from '@backstage/backend-defaults';
import { BENCH_AUTH } from './benchAuth';
import type { BackendFlavour } from './BackendFlavour';
import type {
  BackendAnswers,
  BackendMemory,
  BackendQuestion,
} from './messages';

/** How often the event loop is looked at. */
const RESOLUTION_MS = 5;
const NANOSECONDS = 1e6;
/** Finalizers of what a collection found run between two of them. */
const COLLECTIONS = 3;

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

async function memory(): Promise<BackendMemory> {
  for (let turn = 0; turn < COLLECTIONS; turn++) {
    global.gc?.();
    await sleep(100);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapUsed, external, rss };
}

const answers: {
  [Q in BackendQuestion]: () => BackendAnswers[Q] | Promise<BackendAnswers[Q]>;
} = {
  memory,
  'reset-stalls': () => {
    delays.reset();
    return undefined;
  },
  stalls: () => ({
    // The monitor counts its own interval in.
    longest: Math.max(0, delays.max / NANOSECONDS - RESOLUTION_MS),
    p99: Math.max(0, delays.percentile(99) / NANOSECONDS - RESOLUTION_MS),
  }),
};

/** The program of BenchBackend. */
async function main(): Promise<void> {
  const flavour = process.env.BENCH_FLAVOUR as BackendFlavour;
  const backend = createBackend();
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(BENCH_AUTH);
  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(
    import('@backstage/plugin-permission-backend-module-allow-all-policy'),
  );
  backend.add(import('@backstage/plugin-catalog-backend'));
  if (flavour !== 'fleet') {
    backend.add(import('@backstage/plugin-kubernetes-backend'));
  }
  if (flavour === 'module' || flavour === 'parsed') {
    backend.add(
      import('@slipway/backstage-plugin-kubernetes-backend-module-fleet'),
    );
  }
  if (flavour !== 'stock') {
    backend.add(import('@slipway/backstage-plugin-fleet-backend'));
  }
  await backend.start();
  delays.enable();
  process.on('message', async (question: BackendQuestion) => {
    process.send?.({ question, answer: await answers[question]() });
  });
  process.send?.('started');
}

// It must not outlive the bench that started it.
process.on('disconnect', () => process.exit());

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
