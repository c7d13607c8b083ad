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

import { eventMessage, eventSeverity } from './eventMessage';

describe('eventMessage', () => {
  it.each([
    [
      'Scheduled',
      'Successfully assigned shop/web-1 to node-7',
      'Placed on node node-7',
    ],
    [
      'Pulling',
      'Pulling image "registry.test/shop/web:2"',
      'Pulls image web:2',
    ],
    [
      'Pulled',
      'Successfully pulled image "r.test/web:2" in 1.2s (1.2s including waiting)',
      'Pulled image web:2 in 1.2s',
    ],
    [
      'Pulled',
      'Container image "r.test/web:2" already present on machine',
      'Image web:2 was already on the node',
    ],
    ['Started', 'Started container web', 'Started container web'],
    [
      'BackOff',
      'Back-off restarting failed container web in pod web-1_shop(abc)',
      'Waits before container web is started again',
    ],
    [
      'BackOff',
      'Back-off pulling image "r.test/web:2"',
      'Waits before image web:2 is pulled again',
    ],
    [
      'Unhealthy',
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
      'The readiness probe fails: HTTP probe failed with statuscode: 503',
    ],
    [
      'FailedScheduling',
      '0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available',
      'No node was found: 6 of 6 have too little free CPU',
    ],
    [
      'ScalingReplicaSet',
      'Scaled up replica set web-5c to 3 from 1',
      'Scaled web-5c up to 3',
    ],
    [
      'ScalingReplicaSet',
      'Scaled down replica set web-5c from 3 to 1',
      'Scaled web-5c down from 3 to 1',
    ],
    [
      'FailedCreate',
      'Error creating: pods "x" is forbidden: failed quota: team: must specify limits.cpu,limits.memory',
      'An instance cannot be made: quota team wants the pod to name limits.cpu, limits.memory',
    ],
    [
      'FailedMount',
      'MountVolume.SetUp failed for volume "c" : configmap "web" not found',
      'A volume cannot be mounted: config map web does not exist',
    ],
    ['SomethingNew', 'As it was said', 'As it was said'],
    ['constructor', '', 'constructor'],
    ['Created', 'Container created', 'Made its container'],
    ['Created', 'Created container: web', 'Made container web'],
    // KWOK names none.
    ['Created', 'Created container', 'Made its container'],
    ['Started', 'Started container', 'Started its container'],
    ['Started', 'Container started', 'Started its container'],
    [
      'Failed',
      'Failed to pull image "r.test/ads:4": failed to do request: Head "https://r.test/v2/ads": dial tcp: lookup r.test on 10.0.0.1:53: no such host',
      'Cannot pull image ads:4: the registry does not answer',
    ],
    ['Failed', 'Error: ImagePullBackOff', 'Its image cannot be pulled'],
    [
      'FailedGetResourceMetric',
      'failed to get cpu utilization: unable to get metrics for resource cpu',
      'The autoscaler cannot read metrics',
    ],
    [
      'FailedGetScale',
      'Get "https://127.0.0.1:23818/apis/apps/v1": connection refused',
      'The autoscaler cannot read how many replicas are wanted',
    ],
    [
      'SuccessfulRescale',
      'New size: 8; reason: Current number of replicas below Spec.MinReplicas',
      'The autoscaler set 8 replicas: there were fewer than its least number',
    ],
    [
      'SuccessfulRescale',
      'New size: 3; reason: cpu resource utilization (percentage of request) above target',
      'The autoscaler set 3 replicas: cpu use of what is requested is above target',
    ],
    [
      'FailedScheduling',
      '0/13 nodes are available: 1 node(s) had untolerated taint(s), 12 Insufficient nvidia.com/gpu. no new claims to deallocate, preemption: 0/13 nodes',
      'No node was found: 1 node has a taint that it does not tolerate and 12 of 13 have too few free GPUs',
    ],
    [
      'FailedScheduling',
      '0/2 nodes are available: 2 Insufficient nvidia.com/gpu. no new claims to deallocate, preemption: x',
      'No node was found: 2 of 2 have too few free GPUs',
    ],
  ])('%s: %s', (reason, message, expected) => {
    expect(eventMessage(reason, message)).toBe(expected);
  });

  it('knows what a person should care about', () => {
    expect(eventSeverity('Normal', 'BackOff')).toBe('info');
    expect(eventSeverity('Warning', 'BackOff')).toBe('failing');
    expect(eventSeverity('Warning', 'Unhealthy')).toBe('attention');
  });
});
