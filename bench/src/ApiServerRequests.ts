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

import { Agent, request } from 'undici';
import { type KubeContext } from '@slipway/sandbox';

// Reads only: the sandbox's own controllers write all the time.
const COUNTED = /^apiserver_request_total\{([^}]*)\} (\S+)$/;
const READ_VERBS = ['LIST', 'GET', 'WATCH'];
// What the control plane's own parts ask for, whoever is looking.
const BACKGROUND_RESOURCES = [
  'leases',
  'endpointslices',
  'endpoints',
  'serviceaccounts',
];

/** Counts the reads that API servers answered, from their own metrics. */
export class ApiServerRequests {
  readonly #servers: Array<{ context: KubeContext; agent: Agent }>;

  constructor(contexts: KubeContext[]) {
    this.#servers = contexts.map(context => ({
      context,
      agent: new Agent({
        connect: { ca: Buffer.from(context.caData ?? '', 'base64') },
      }),
    }));
  }

  /** Reads answered since the API servers started, over all of them. */
  async total(): Promise<number> {
    const counts = await Promise.all(
      this.#servers.map(async ({ context, agent }) => {
        const response = await request(`${context.server}/metrics`, {
          dispatcher: agent,
          headers: { authorization: `Bearer ${context.token}` },
        });
        return countReads(await response.body.text());
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(({ agent }) => agent.close()));
  }
}

/** Sums the reads in the text of an API server's metrics. */
export function countReads(metrics: string): number {
  let sum = 0;
  for (const line of metrics.split('\n')) {
    const [, labels, value] = COUNTED.exec(line) ?? [];
    if (
      labels &&
      READ_VERBS.some(verb => labels.includes(`verb="${verb}"`)) &&
      !BACKGROUND_RESOURCES.some(name => labels.includes(`resource="${name}"`))
    ) {
      sum += Number(value);
    }
  }
  return sum;
}
