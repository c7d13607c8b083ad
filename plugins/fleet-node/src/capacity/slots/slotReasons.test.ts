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

import type { PodTemplate } from '@slipway/backstage-plugin-fleet-common';
import { slotsOf, testTemplate } from '../../__testUtils__/placements';
import {
  affinity,
  antiAffinity,
  asking,
  B1,
  GPU,
  HOST,
  node,
  NODES,
  spread,
  TAINTED,
  web,
  ZONE,
} from '../../__testUtils__/placementWorld';
import { checkPodTemplate } from '../template';

describe('why there are few slots', () => {
  it('is told by the nodes that take none, those of most nodes first', () => {
    const found = slotsOf(testTemplate({ nodeSelector: { disk: 'nvme' } }), [
      ...NODES,
      TAINTED,
      node('c1', {}, { unschedulable: true }),
    ]);
    expect(found).toMatchObject({
      slots: 0,
      reason:
        '3 nodes: no label disk=nvme; 1 node: taint team=ml:NoSchedule not tolerated; 1 node: closed to new pods',
      obstacles: [
        { reason: 'no label disk=nvme', nodes: 3 },
        { reason: 'taint team=ml:NoSchedule not tolerated', nodes: 1 },
        { reason: 'closed to new pods', nodes: 1 },
      ],
    });
  });

  it.each([
    [
      'room',
      asking({ cpu: '5' }),
      '12 of 12 free cores stand on nodes with less than 5 cores free',
    ],
    [
      'a rule between instances',
      antiAffinity({ topologyKey: ZONE, labelSelector: web }),
      '1 node: another new instance in its topology.kubernetes.io/zone',
    ],
    [
      'company that is not there',
      affinity({
        topologyKey: HOST,
        labelSelector: { matchLabels: { app: 'db' } },
      }),
      '3 nodes: no pod on it that it belongs with',
    ],
    [
      'a spread',
      spread({ minDomains: 3 }),
      '1 node: the spread over topology.kubernetes.io/zone is at its limit',
    ],
    ['nothing', {}, undefined],
  ])('is %s', (_, spec, reason) => {
    expect(slotsOf(testTemplate(spec), NODES).reason).toBe(reason);
  });

  it('counts GPUs by their names', () => {
    const wanting = asking({ 'nvidia.com/gpu': 1, cpu: '3' });
    expect(slotsOf(testTemplate(wanting), [GPU, B1])).toMatchObject({
      slots: 1,
      reason: '1 of 2 free GPUs lacks CPU beside them',
      obstacles: [{ reason: 'too little GPU free', nodes: 1 }],
    });
  });

  it('says where it stopped counting, and where the number is a guess', () => {
    const roomy = Array.from({ length: 3 }, (_, index) =>
      node(
        `n${index}`,
        { [ZONE]: 'abc'[index] },
        { allocatable: { cpu: 1, memory: 1, gpu: 0, pods: 9_000 } },
      ),
    );
    expect(
      slotsOf(testTemplate({ ...asking({}), ...spread({}) }), roomy),
    ).toMatchObject({
      slots: 10_000,
      atLeast: true,
      reason: 'there are at least 10,000: more are not counted',
    });
    expect(slotsOf(testTemplate(spread({})), NODES).estimated).toBeUndefined();
    const two = spread({}, { topologyKey: HOST });
    expect(slotsOf(testTemplate(two), NODES).estimated).toBe(true);
  });
});

describe('a template that cannot be read', () => {
  it.each<[string, PodTemplate, string]>([
    ['no containers', { spec: {} }, 'spec.containers'],
    [
      'no quantity',
      testTemplate(asking({ cpu: 'much' })),
      'spec.containers.0.resources.requests.cpu',
    ],
    [
      'a rule without its key',
      testTemplate(antiAffinity({ labelSelector: web })),
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.0.topologyKey',
    ],
    [
      'an operator that there is not',
      testTemplate({ tolerations: [{ operator: 'Like' }] }),
      'spec.tolerations.0.operator',
    ],
  ])('is refused with a sentence that says where: %s', (_, template, where) => {
    expect(() => checkPodTemplate(template)).toThrow(
      `The pod template cannot be read at ${where}`,
    );
  });
});
