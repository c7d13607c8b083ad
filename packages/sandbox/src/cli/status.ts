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

import { ProcessInfo } from '../process';
import { Sandbox } from '../Sandbox';

/** What `sandbox status` says; with `--json` as it stands. */
export interface SandboxStatus {
  dir: string;
  clusters: Array<{
    name: string;
    location: string;
    group: string;
    /** Undefined before the first start. */
    url?: string;
    /** Undefined when the API server does not answer. */
    version?: string;
  }>;
  prometheus?: string;
  /** Why there is no real node. */
  noRealNode?: string;
  processes: ProcessInfo[];
  memoryMiB: number;
}

/** Looks at all processes and asks each API server for its version. */
export async function statusOf(sandbox: Sandbox): Promise<SandboxStatus> {
  const processes = sandbox.status();
  return {
    dir: sandbox.dir,
    clusters: await Promise.all(
      sandbox.clusters.map(async cluster => ({
        name: cluster.name,
        location: cluster.spec.location,
        group: cluster.spec.group,
        url: cluster.hasStartedBefore ? cluster.url : undefined,
        version: await cluster.version(),
      })),
    ),
    prometheus: sandbox.prometheusUrl,
    noRealNode: sandbox.missingForRealNode,
    processes,
    memoryMiB: processes.reduce((sum, { memoryMiB = 0 }) => sum + memoryMiB, 0),
  };
}

/** The same for people. */
export function statusText(status: SandboxStatus): string {
  return [
    ...status.clusters.map(({ name, url, version, location, group }) =>
      [
        name.padEnd(12),
        `${location}/${group}`.padEnd(18),
        (url ?? 'never started').padEnd(26),
        version ? `Kubernetes ${version}` : 'does not answer',
      ].join(''),
    ),
    `${'Prometheus'.padEnd(30)}${status.prometheus ?? 'never started'}`,
    '',
    ...status.processes.map(processLine),
    `${'together'.padEnd(32)}${`${status.memoryMiB} MiB`.padStart(18)}`,
    ...(status.noRealNode ? ['', `No real node: ${status.noRealNode}`] : []),
  ].join('\n');
}

function processLine({ name, pid, memoryMiB, logFile }: ProcessInfo): string {
  return [
    name.padEnd(32),
    (pid ? String(pid) : 'down').padStart(8),
    (memoryMiB === undefined ? '' : `${memoryMiB} MiB`).padStart(10),
    `  ${logFile}`,
  ].join('');
}
