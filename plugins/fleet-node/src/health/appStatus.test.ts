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

import {
  GIB,
  NOW,
  testNode,
  testPod,
  testStatus,
  testWorkload,
} from '../__testUtils__/objects';
import type { SelectedWorkload } from '../cache';
import type { ProjectedPod } from '../projection';
import { appStatus } from './appStatus';

const OWNER = { kind: 'ReplicaSet', name: 'web-abc', uid: 'uid-rs' };

function deployment(
  over: Partial<SelectedWorkload['object']> = {},
  rest: Partial<SelectedWorkload> = {},
): SelectedWorkload {
  return {
    kind: 'Deployment',
    object: testWorkload(over),
    replicaSets: [
      {
        ...testWorkload({ name: 'web-abc' }),
        uid: 'uid-rs',
        conditions: [],
      },
    ],
    ...rest,
  };
}

function status(
  workloads: SelectedWorkload[],
  pods: ProjectedPod[],
  restartsLastHour = 0,
) {
  return appStatus({
    app: { workloads, pods },
    node: () => testNode(),
    restartsLastHour: () => restartsLastHour,
    now: NOW,
  });
}

const ready = (name: string) => testPod({ name, owner: OWNER });
const oom = (name: string) =>
  testPod({
    name,
    owner: OWNER,
    conditions: [],
    statuses: [
      testStatus({
        ready: false,
        restarts: 3,
        waiting: { reason: 'CrashLoopBackOff' },
        last: { exitCode: 137, reason: 'OOMKilled', finishedAt: NOW - 60_000 },
      }),
    ],
  });

describe('appStatus', () => {
  it('sums a healthy app up', () => {
    expect(status([deployment()], [ready('a'), ready('b')])).toMatchObject({
      desired: 2,
      ready: 2,
      updated: 2,
      instances: { ready: 2, starting: 0, failing: 0, notPlaced: 0 },
      versions: [{ tag: '2.14.2', instances: 2 }],
      health: { state: 'healthy', reasons: [] },
      replicasSetBy: { kind: 'manager', name: 'slipway' },
    });
  });

  it('counts equal problems in one sentence, the worst first', () => {
    const waits = testPod({
      name: 'd',
      owner: OWNER,
      node: undefined,
      phase: 'Pending',
      requests: { cpu: 0, memory: 8 * GIB, gpu: 1 },
      statuses: [],
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message:
            '0/2 nodes are available: 1 Insufficient memory, 1 Insufficient nvidia.com/gpu.',
        },
      ],
    });
    const result = status(
      [deployment({ desired: 5, updated: 5 })],
      [waits, oom('b'), ready('a'), oom('c')],
    );
    expect(result.instances).toEqual({
      ready: 1,
      starting: 0,
      failing: 2,
      notPlaced: 2,
    });
    expect(result.restarts).toBe(6);
    expect(result.health.state).toBe('failing');
    expect(result.health.reasons.map(({ message }) => message)).toEqual([
      '2 instances crash: exit code 137 (out of memory)',
      '1 instance waits for room: no node has 1 GPU and 8 GiB free together',
      '1 instance starts',
    ]);
    expect(result.health.reasons[0]).toMatchObject({
      code: 'OOMKilled',
      exitCode: 137,
      instances: 2,
    });
  });

  it.each([
    [
      'pods "web-x" is forbidden: exceeded quota: team, requested: limits.cpu=2, used: limits.cpu=8, limited: limits.cpu=8',
      'QuotaExceeded',
      '2 instances cannot be made: quota team is used up (asks for limits.cpu=2; limits.cpu=8 of limits.cpu=8 is used)',
    ],
    [
      'pods "web-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "web")',
      'FailedCreate',
      '2 instances cannot be made: Pod Security restricted refuses it: allowPrivilegeEscalation != false (container "web")',
    ],
  ])('says why pods cannot be made', (message, code, sentence) => {
    const workload = deployment({
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message,
        },
      ],
    });
    expect(status([workload], []).health).toMatchObject({
      state: 'failing',
      reasons: [{ code, message: sentence, instances: 2 }],
    });
  });

  it('tells who owns the number of replicas', () => {
    const autoscaler = {
      ...testWorkload({ name: 'web-hpa' }),
      target: { kind: 'Deployment', name: 'web' },
      min: 8,
      max: 20,
      conditions: [
        {
          type: 'ScalingActive',
          status: 'False' as const,
          reason: 'FailedGetResourceMetric',
        },
      ],
    };
    const result = status(
      [deployment({}, { autoscaler })],
      [ready('a'), ready('b')],
    );
    expect(result.replicasSetBy).toEqual({
      kind: 'hpa',
      name: 'web-hpa',
      min: 8,
      max: 20,
    });
    expect(result.health).toMatchObject({
      state: 'attention',
      reasons: [
        { message: 'Autoscaler web-hpa cannot scale: it has no metrics' },
      ],
    });
  });

  it('sees an update under way, a degraded rollout and many restarts', () => {
    expect(
      status([deployment({ updated: 1 })], [ready('a'), ready('b')]).health,
    ).toMatchObject({
      state: 'starting',
      reasons: [{ message: '1 instance runs the version before' }],
    });
    const rollout = deployment(
      {
        rollout: {
          phase: 'Degraded',
          message: 'analysis failed',
          aborted: true,
          step: 1,
          steps: 4,
          weight: 20,
        },
      },
      { kind: 'Rollout' },
    );
    expect(status([rollout], [ready('a'), ready('b')])).toMatchObject({
      workloads: [
        { rollout: { phase: 'Degraded', step: 1, steps: 4, weight: 20 } },
      ],
      health: {
        state: 'attention',
        reasons: [{ message: 'Rollout web was aborted: analysis failed' }],
      },
    });
    expect(
      status([deployment()], [ready('a'), ready('b')], 2).health,
    ).toMatchObject({
      state: 'attention',
      reasons: [{ message: 'Containers restarted 4 times in the last hour' }],
    });
  });

  it('is healthy at 0 of 0', () => {
    expect(
      status([deployment({ desired: 0, updated: 0 })], []).health.state,
    ).toBe('healthy');
  });
});
