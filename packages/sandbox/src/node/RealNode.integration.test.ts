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

import { existsSync, readFileSync } from 'node:fs';
import { BUSYBOX_IMAGE } from '../image';
import { findProcesses } from '../process';
import { Sandbox } from '../Sandbox';
import { StateDir } from '../state';
import { waitFor } from '../wait';
import { nodeLayout } from './NodeLayout';
import { REAL_NODE_KEY } from './registerNode';
import { nodeRequirements } from './requirements';

jest.setTimeout(600_000);

const PODS = '/api/v1/namespaces/default/pods';

interface PodStatus {
  status?: {
    containerStatuses?: Array<{
      restartCount: number;
      lastState?: { terminated?: { exitCode: number } };
    }>;
  };
}

const CRASHING_POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'crash' },
  spec: {
    tolerations: [{ key: REAL_NODE_KEY, operator: 'Exists' }],
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'crash',
        image: BUSYBOX_IMAGE,
        command: ['sh', '-c', 'echo about to fail; exit 3'],
      },
    ],
  },
};

async function createSandbox(): Promise<Sandbox> {
  const spec = { name: 'test', location: 'here', group: 'online' };
  return Sandbox.create({
    clusters: [{ ...spec, realNode: true }],
    realNode: true,
  });
}

/** What a machine without the means is asked to show: that the sandbox starts, and says what is missing. */
async function startWithout(missing: string): Promise<string[]> {
  const sandbox = await createSandbox();
  await sandbox.up();
  expect(sandbox.missingForRealNode).toBe(missing);
  await sandbox.down();
  return findProcesses(sandbox.dir).map(String);
}

/** Runs a crashing pod on a real node, and returns what is left on the machine after the node is gone. */
async function crashOnRealNode(): Promise<string[]> {
  const sandbox = await createSandbox();
  const layout = nodeLayout(StateDir.create(sandbox.dir), 'test-real-0');
  try {
    await sandbox.up();
    expect(sandbox.missingForRealNode).toBeUndefined();
    const cluster = sandbox.cluster('test');
    await waitFor(
      'the default service account',
      async () =>
        (await cluster.request('POST', PODS, CRASHING_POD)).status === 201,
      { timeoutMs: 60_000 },
    );
    await waitFor(
      'the pod to crash for the second time',
      async () => {
        const path = `${PODS}/crash`;
        const { body } = await cluster.request<PodStatus>('GET', path);
        const [container] = body.status?.containerStatuses ?? [];
        return (
          container?.restartCount > 0 &&
          container.lastState?.terminated?.exitCode === 3
        );
      },
      { timeoutMs: 180_000 },
    );
    const log = await cluster.request('GET', `${PODS}/crash/log?previous=true`);
    expect(log.body).toBe('about to fail\n');
  } finally {
    await sandbox.down();
  }
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return [
    ...findProcesses(sandbox.dir).map(pid => `process ${pid}`),
    ...mounts.filter(line => line.includes(sandbox.dir)),
    ...[`/sys/class/net/${layout.bridge}`].filter(existsSync),
    ...['pids', 'memory', 'cpuset']
      .map(hierarchy => `/sys/fs/cgroup/${hierarchy}/${layout.cgroup}`)
      .filter(existsSync),
  ];
}

describe('RealNode', () => {
  it('crashes and logs for real, and leaves nothing; or is missed politely', async () => {
    const { missing } = nodeRequirements();
    const left = missing
      ? await startWithout(missing)
      : await crashOnRealNode();
    expect(left).toEqual([]);
  });
});
