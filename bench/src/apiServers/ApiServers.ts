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

import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import {
  readKubeconfig,
  type KubeContext,
  type Sandbox,
} from '@slipway/sandbox';

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

/** What API servers have done since they started, over all of them. */
export interface ApiServerWork {
  /** GET, LIST and WATCH requests answered, by the API servers' own metrics. */
  reads: number;
  /** Of their processes, by the operating system. */
  cpuSeconds: number;
}

/** Asks API servers, and the system, what they have done. */
export class ApiServers {
  readonly #servers: Array<{ context: KubeContext; agent: Agent }>;
  readonly #pids: number[];

  /** API servers that run on this machine. */
  static of(sandbox: Sandbox): ApiServers {
    const pids = sandbox
      .status()
      .flatMap(({ name, pid }) =>
        name.endsWith('kube-apiserver') && pid ? [pid] : [],
      );
    return new ApiServers(readKubeconfig(sandbox.kubeconfig), pids);
  }

  /** @param pids - of their processes, where their CPU time is to be had */
  constructor(contexts: KubeContext[], pids: number[] = []) {
    this.#pids = pids;
    this.#servers = contexts.map(context => ({
      context,
      agent: new Agent({
        connect: { ca: Buffer.from(context.caData ?? '', 'base64') },
      }),
    }));
  }

  /** @param except - a cluster that is frozen and would not answer */
  async work(except?: string): Promise<ApiServerWork> {
    const counts = await Promise.all(
      this.#servers
        .filter(({ context }) => context.name !== except)
        .map(async ({ context, agent }) => {
          const response = await request(`${context.server}/metrics`, {
            dispatcher: agent,
            headers: { authorization: `Bearer ${context.token}` },
          });
          return countReads(await response.body.text());
        }),
    );
    return {
      reads: counts.reduce((sum, count) => sum + count, 0),
      cpuSeconds: this.#pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(({ agent }) => agent.close()));
  }
}

/** CPU time of a process so far, user and system. */
export function cpuSecondsOf(pid: number): number {
  return cpuSecondsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** As `proc_pid_stat(5)` has it: utime and stime are the fields 14 and 15, in ticks of which Linux has 100 a second. */
export function cpuSecondsIn(stat: string): number {
  // The second field is the program's name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
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
