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

import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { judgeCondition, judgeReadiness } from './judgeReadiness';

function object(kind: string, status?: object, spec: object = {}) {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a', generation: 2 },
    spec,
    status,
  } as KubernetesObject;
}

const seen = { observedGeneration: 2 };
const condition = (type: string, status = 'True', more: object = {}) => ({
  conditions: [{ type, status, ...more }],
});

describe('judgeReadiness', () => {
  it.each<[string, KubernetesObject, 'done' | 'waiting' | 'failed', string?]>([
    ['a Deployment that nobody saw', object('Deployment'), 'waiting'],
    [
      'a Deployment whose change nobody saw',
      object('Deployment', { observedGeneration: 1, availableReplicas: 1 }),
      'waiting',
      'Its controller has not seen the change yet.',
    ],
    [
      'a Deployment with old instances',
      object(
        'Deployment',
        { ...seen, replicas: 3, updatedReplicas: 2, availableReplicas: 3 },
        { replicas: 2 },
      ),
      'waiting',
      '1 old instances are still there.',
    ],
    [
      'a Deployment that comes up',
      object(
        'Deployment',
        { ...seen, replicas: 2, updatedReplicas: 2, availableReplicas: 1 },
        { replicas: 2 },
      ),
      'waiting',
      '1 of 2 instances are available.',
    ],
    [
      'a Deployment that is up',
      object('Deployment', {
        ...seen,
        replicas: 1,
        updatedReplicas: 1,
        availableReplicas: 1,
      }),
      'done',
    ],
    [
      'a Deployment of none',
      object('Deployment', seen, { replicas: 0 }),
      'done',
    ],
    [
      'a Deployment past its deadline',
      object('Deployment', {
        ...seen,
        ...condition('Progressing', 'False', {
          reason: 'ProgressDeadlineExceeded',
          message: 'ReplicaSet "a" has timed out progressing.',
        }),
      }),
      'failed',
      'It did not come up within its deadline: ReplicaSet "a" has timed out progressing.',
    ],
    [
      'a StatefulSet that updates',
      object(
        'StatefulSet',
        { ...seen, readyReplicas: 3, updatedReplicas: 1 },
        { replicas: 3, updateStrategy: { type: 'RollingUpdate' } },
      ),
      'waiting',
      '1 of 3 instances are updated.',
    ],
    [
      'a StatefulSet updated up to its partition',
      object(
        'StatefulSet',
        { ...seen, readyReplicas: 3, updatedReplicas: 1 },
        {
          replicas: 3,
          updateStrategy: {
            type: 'RollingUpdate',
            rollingUpdate: { partition: 2 },
          },
        },
      ),
      'done',
    ],
    [
      'a DaemonSet on one of two nodes',
      object('DaemonSet', {
        ...seen,
        desiredNumberScheduled: 2,
        updatedNumberScheduled: 2,
        numberAvailable: 1,
      }),
      'waiting',
      '1 of 2 instances are available.',
    ],
    ['a new Rollout', object('Rollout'), 'waiting', 'It is new.'],
    [
      'a Rollout that broke',
      object('Rollout', {
        observedGeneration: '2',
        phase: 'Degraded',
        message: 'aborted',
      }),
      'failed',
      'It is degraded: aborted.',
    ],
    ['a Rollout', object('Rollout', { phase: 'Healthy' }), 'done'],
    ['a Job that runs', object('Job', {}), 'waiting'],
    ['a Job that is done', object('Job', condition('Complete')), 'done'],
    [
      'a Job that gave up',
      object('Job', condition('Failed', 'True', { reason: 'BackoffLimit' })),
      'failed',
      'It gave up: BackoffLimit.',
    ],
    ['a pod', object('Pod', condition('Ready')), 'done'],
    ['a pod that failed', object('Pod', { phase: 'Failed' }), 'failed'],
    ['a volume claim', object('PersistentVolumeClaim', {}), 'waiting'],
    [
      'a namespace that ends',
      object('Namespace', { phase: 'Terminating' }),
      'failed',
    ],
    [
      'a load balancer without an address',
      object('Service', { loadBalancer: {} }, { type: 'LoadBalancer' }),
      'waiting',
    ],
    ['a Service', object('Service', {}, { type: 'ClusterIP' }), 'done'],
    ['what has no opinion', object('ConfigMap'), 'done'],
    [
      'what is not ready by its own account',
      object('Widget', condition('Ready', 'False', { message: 'No disk.' })),
      'waiting',
      'Its condition Ready is False: No disk.',
    ],
    ['what is available', object('Widget', condition('Available')), 'done'],
  ])('judges %s', (_, judged, state, message = undefined) => {
    expect(judgeReadiness(judged)).toMatchObject({
      state,
      ...(message && { message }),
    });
  });

  it('reads any condition', () => {
    const promoted = object('Widget', condition('Promoted', 'Unknown'));
    expect(judgeCondition(promoted, { type: 'Promoted' })).toEqual({
      state: 'waiting',
      message: 'Its condition Promoted is Unknown.',
    });
    expect(
      judgeCondition(promoted, { type: 'Promoted', status: 'Unknown' }).state,
    ).toBe('done');
    expect(judgeCondition(promoted, { type: 'Other' }).message).toBe(
      'It has no condition Other yet.',
    );
  });
});
