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

import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { kubernetesApplyPermission } from '@slipway/backstage-plugin-fleet-common';
import { ALLOW, DENY } from '../__testUtils__/startFleet';
import { allowsSomethingIn } from './allowsSomethingIn';
import {
  createKubernetesObjectConditionalDecision,
  kubernetesObjectConditions as rules,
} from './conditions';
import { matchesPattern } from './matchesPattern';

const beijing = {
  name: 'beijing',
  location: 'beijing',
  group: 'online',
  labels: { tier: 'a' },
};
type Conditions = Parameters<
  typeof createKubernetesObjectConditionalDecision
>[1];
const when = (conditions: Conditions): PolicyDecision =>
  createKubernetesObjectConditionalDecision(
    kubernetesApplyPermission,
    conditions,
  );

const here = rules.isInCluster({ names: ['beijing'] });
const elsewhere = rules.isInLocation({ location: 'aliyun' });
const perhaps = rules.isInNamespace({ names: ['feed'] });

describe('allowsSomethingIn', () => {
  it.each<[string, PolicyDecision, boolean]>([
    ['all', ALLOW, true],
    ['nothing', DENY, false],
    ['this cluster', when(here), true],
    ['another', when(elsewhere), false],
    ['a namespace', when(perhaps), true],
    ['no such namespace', when({ not: perhaps }), true],
    ['a namespace elsewhere', when({ allOf: [elsewhere, perhaps] }), false],
    ['a namespace here', when({ allOf: [here, perhaps] }), true],
    ['elsewhere or a namespace', when({ anyOf: [elsewhere, perhaps] }), true],
    ['everywhere but here', when({ not: here }), false],
    [
      'neither here nor in a namespace',
      when({ not: { anyOf: [here, perhaps] } }),
      false,
    ],
    [
      'its label and group',
      when({
        allOf: [
          rules.isInClusterWithLabel({ key: 'tier', value: 'a' }),
          rules.isInClusterGroup({ group: 'online' }),
        ],
      }),
      true,
    ],
  ])('knows of a policy that allows %s', (_, decision, expected) => {
    expect(allowsSomethingIn(decision, beijing)).toBe(expected);
  });
});

describe('matchesPattern', () => {
  it.each([
    ['feed', 'feed', true],
    ['feed', 'feeds', false],
    ['*', '', true],
    ['feed-*', 'feed-a', true],
    ['feed-*', 'my-feed-a', false],
    ['*-feed', 'a-feed', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c', false],
    ['ab*ba', 'aba', false],
    ['apps/*', 'apps/Deployment', true],
    ['.*', 'anything', false],
  ])('%s takes %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });
});
