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

import { NOW, testNode, testPod, testStatus } from '../__testUtils__/objects';
import type { ContainerStatus, ProjectedPod } from '../projection';
import { assessPod } from './assessPod';

const NOT_READY = [
  { type: 'Ready', status: 'False' as const, since: NOW - 300_000 },
];

function waiting(
  reason: string,
  message?: string,
  over: Partial<ContainerStatus> = {},
): Partial<ProjectedPod> {
  return {
    phase: 'Pending',
    conditions: NOT_READY,
    statuses: [
      testStatus({
        ready: false,
        waiting: { reason, message },
        ...over,
      }),
    ],
  };
}

function crashed(exitCode: number, reason = 'Error'): Partial<ContainerStatus> {
  return {
    restarts: 4,
    last: { exitCode, reason, finishedAt: NOW - 60_000 },
  };
}

function unscheduled(message: string, requests = {}): Partial<ProjectedPod> {
  return {
    phase: 'Pending',
    node: undefined,
    statuses: [],
    requests: { cpu: 2, memory: 8 * 2 ** 30, gpu: 1, ...requests },
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
      },
    ],
  };
}

describe('assessPod', () => {
  it.each<[string, Partial<ProjectedPod>, object]>([
    ['ready', {}, { state: 'ready', message: 'Ready' }],
    [
      'completed',
      { phase: 'Succeeded' },
      { state: 'completed', message: 'Completed' },
    ],
    ['stopping', { deletedAt: NOW }, { state: 'completed', message: 'Stops' }],
    [
      'evicted and replaced',
      {
        phase: 'Failed',
        reason: 'Evicted',
        owner: { kind: 'ReplicaSet', name: 'r', uid: 'r' },
      },
      { state: 'completed', message: 'Ended and replaced: Evicted' },
    ],
    [
      'failed job',
      {
        phase: 'Failed',
        owner: { kind: 'Job', name: 'j', uid: 'j' },
        statuses: [
          testStatus({
            terminated: { exitCode: 2, reason: 'Error' },
          }),
        ],
      },
      {
        state: 'failing',
        message: 'Failed: exit code 2',
        problem: { exitCode: 2 },
      },
    ],
    [
      'image not found',
      waiting(
        'ImagePullBackOff',
        'Back-off pulling image "x": manifest unknown',
      ),
      {
        state: 'failing',
        message: 'Cannot pull image web:2.14.2: not found in the registry',
        problem: { code: 'ImagePullBackOff', severity: 'failing' },
      },
    ],
    [
      'image refused',
      waiting(
        'ErrImagePull',
        'pull access denied, repository does not exist or may require authorization',
      ),
      { message: 'Cannot pull image web:2.14.2: the registry refuses access' },
    ],
    [
      'registry silent',
      waiting('ErrImagePull', 'dial tcp 10.0.0.1:443: i/o timeout'),
      { message: 'Cannot pull image web:2.14.2: the registry does not answer' },
    ],
    [
      'never pull',
      waiting('ErrImageNeverPull'),
      {
        message:
          'Cannot pull image web:2.14.2: it is not on the node, and its pull policy is Never',
      },
    ],
    [
      'crash loop',
      {
        ...waiting('CrashLoopBackOff', 'back-off 5m0s', crashed(1)),
        phase: 'Running',
      },
      {
        state: 'failing',
        message: 'Waits to restart: exit code 1',
        problem: {
          code: 'CrashLoopBackOff',
          many: 'crash: exit code 1',
          exitCode: 1,
        },
      },
    ],
    [
      'out of memory',
      {
        ...waiting('CrashLoopBackOff', '', crashed(137, 'OOMKilled')),
        phase: 'Running',
      },
      {
        message: 'Waits to restart: exit code 137 (out of memory)',
        problem: {
          code: 'OOMKilled',
          one: 'crashes: exit code 137 (out of memory)',
          exitCode: 137,
        },
      },
    ],
    [
      'ends with 0 again and again',
      waiting('CrashLoopBackOff', '', crashed(0, 'Completed')),
      { problem: { one: 'ends each time it is started: exit code 0' } },
    ],
    [
      'between two crashes',
      {
        conditions: NOT_READY,
        statuses: [
          testStatus({
            ready: false,
            terminated: { exitCode: 139, reason: 'Error' },
          }),
        ],
      },
      { message: 'Crashes: exit code 139 (segmentation fault)' },
    ],
    [
      'runs again after a crash, not ready yet',
      {
        conditions: NOT_READY,
        statuses: [testStatus({ ready: false, ...crashed(137, 'OOMKilled') })],
      },
      { state: 'failing', problem: { code: 'OOMKilled' } },
    ],
    [
      'missing secret',
      waiting('CreateContainerConfigError', 'secret "db" not found'),
      { message: 'Cannot start: secret db does not exist' },
    ],
    [
      'root image',
      waiting(
        'CreateContainerConfigError',
        'container has runAsNonRoot and image will run as root',
      ),
      {
        message:
          'Cannot start: its image runs as root, which the cluster does not allow',
      },
    ],
    [
      'containers are made',
      waiting('ContainerCreating'),
      { state: 'starting', message: 'Starts: its containers are made' },
    ],
    [
      'just runs',
      {
        conditions: [{ type: 'Ready', status: 'False', since: NOW - 5_000 }],
        statuses: [testStatus({ ready: false, runningSince: NOW - 5_000 })],
      },
      { state: 'starting', message: 'Starts: not ready yet' },
    ],
    [
      'readiness probe fails',
      { conditions: NOT_READY, statuses: [testStatus({ ready: false })] },
      {
        state: 'failing',
        message: 'Runs, but is not ready: the readiness probe fails',
        problem: {
          code: 'Unready',
          severity: 'attention',
          since: NOW - 300_000,
        },
      },
    ],
    [
      'looks for a node',
      { phase: 'Pending', node: undefined, conditions: [], statuses: [] },
      { state: 'starting', message: 'Looks for a node' },
    ],
    [
      'no GPU',
      unscheduled(
        '0/6 nodes are available: 6 Insufficient nvidia.com/gpu. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.',
      ),
      {
        state: 'not-placed',
        message: 'Waits for room: no node has 1 GPU free',
      },
    ],
    [
      'nothing together',
      unscheduled(
        '0/6 nodes are available: 3 Insufficient nvidia.com/gpu, 3 Insufficient memory. no new claims to deallocate',
        { cpu: 0 },
      ),
      { message: 'Waits for room: no node has 1 GPU and 8 GiB free together' },
    ],
    [
      'room only where it may not go',
      unscheduled(
        '0/4 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}, 3 Insufficient cpu. preemption: x',
        { gpu: 0 },
      ),
      { message: 'Waits for room: no node that it may use has 2 cores free' },
    ],
    [
      'no node matches',
      unscheduled(
        "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector.",
      ),
      {
        message:
          'Waits for a node: 1 node has a taint that it does not tolerate and 2 nodes do not match its node selector',
      },
    ],
    [
      'volume missing',
      unscheduled(
        '0/3 nodes are available: persistentvolumeclaim "home" not found. not found',
      ),
      { message: 'Waits for its volume: claim home does not exist' },
    ],
    [
      'empty cluster',
      unscheduled('no nodes available to schedule pods'),
      { message: 'Waits for room: the cluster has no node' },
    ],
  ])('%s', (_, over, expected) => {
    expect(assessPod(testPod(over), testNode(), NOW)).toMatchObject(expected);
  });

  it('says that a node is lost, whatever the pod claims', () => {
    const node = testNode({ ready: false });
    expect(assessPod(testPod(), node, NOW)).toMatchObject({
      state: 'failing',
      message: 'Is on node node-1, which is not ready',
    });
  });
});
