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

import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { listen } from './listen';
import type { ChangeOrder, LoadOrder, Look } from './messages';
import { look } from './view';

/** Each viewer is a browser of its own, with up to six connections. */
const CONNECTIONS_A_VIEWER = 6;

async function poll(order: LoadOrder): Promise<Look[]> {
  const { tokens, intervalMs, durationMs } = order;
  const dispatcher = new Agent({
    connections: CONNECTIONS_A_VIEWER * tokens.length,
    // What is frozen is waited for as long as a look may take.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const looks: Look[] = [];
  const end = performance.now() + intervalMs + durationMs;
  await Promise.all(
    tokens.map(async (token, index) => {
      // Viewers come evenly, as people who know nothing of each other do on average.
      let next = performance.now() + (index / tokens.length) * intervalMs;
      for (let first = true; next < end; first = false) {
        await sleep(Math.max(0, next - performance.now()));
        const one = await look({ ...order, token, dispatcher });
        looks.push(first ? { ...one, first } : one);
        next = Math.max(next + intervalMs, performance.now());
      }
    }),
  );
  await dispatcher.destroy();
  return looks;
}

process.on('disconnect', () => process.exit());

process.on(
  'message',
  async (
    message: { poll: LoadOrder } | { listen: ChangeOrder },
  ): Promise<void> => {
    if ('poll' in message) {
      process.send?.({ looks: await poll(message.poll) });
    } else {
      await listen(message.listen, heard => process.send?.({ heard }));
    }
  },
);
process.send?.('started');
