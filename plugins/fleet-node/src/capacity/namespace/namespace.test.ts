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

import { testTemplate } from '../../__testUtils__/placements';
import type { ProjectedLimitRange, ProjectedQuota } from '../../projection';
import { checkPodTemplate, podLimits, podRequests } from '../template';
import { applyLimitRanges } from './applyLimitRanges';
import { quotaRoom } from './quotaRoom';

const OBJECT = {
  uid: 'u',
  version: '1',
  namespace: 'shop',
  name: 'compute',
  labels: {},
  createdAt: 0,
};

function quota(
  hard: Record<string, number>,
  used: Record<string, number> = {},
  scopes: ProjectedQuota['scopes'] = [],
): ProjectedQuota {
  return { ...OBJECT, hard, used, scopes };
}

function range(
  over: Partial<ProjectedLimitRange['limits'][0]>,
): ProjectedLimitRange {
  return {
    ...OBJECT,
    limits: [
      {
        type: 'Container',
        limits: {},
        requests: {},
        min: {},
        max: {},
        ...over,
      },
    ],
  };
}

const shape = (resources: object, more: object = {}) =>
  checkPodTemplate(
    testTemplate({ containers: [{ name: 'web', resources }], ...more }),
  );
const scope = (name: string, operator = 'Exists', ...values: string[]) => ({
  name,
  operator,
  values,
});
const CORE = { requests: { cpu: '1' } };
const NO_CPU = { 'requests.cpu': 0 };

describe('quotaRoom', () => {
  it.each<[string, object, ProjectedQuota[], number, object?]>([
    ['no quota', CORE, [], Infinity],
    [
      'requests',
      CORE,
      [quota({ 'requests.cpu': 10 }, { 'requests.cpu': 7.5 })],
      2,
    ],
    ['requests without their prefix', CORE, [quota({ cpu: 3 })], 3],
    ['the tightest of two', CORE, [quota({ cpu: 3 }), quota({ pods: 2 })], 2],
    ['pods', CORE, [quota({ 'count/pods': 4 }, { 'count/pods': 9 })], 0],
    [
      'limits',
      { ...CORE, limits: { memory: '1Gi' } },
      [quota({ 'limits.memory': 2.5 * 2 ** 30 })],
      2,
    ],
    [
      'GPUs',
      { limits: { 'nvidia.com/gpu': '2' } },
      [quota({ 'requests.nvidia.com/gpu': 5 })],
      2,
    ],
    [
      'what is not asked for',
      CORE,
      [quota({ 'requests.nvidia.com/gpu': 0 })],
      Infinity,
    ],
    ['a quota of what is not said', CORE, [quota({ 'limits.cpu': 99 })], 0],
    ['fractions', { requests: { cpu: '100m' } }, [quota({ cpu: 0.3 })], 3],
    ['for others', CORE, [quota(NO_CPU, {}, [scope('BestEffort')])], Infinity],
    ['for these', CORE, [quota(NO_CPU, {}, [scope('NotTerminating')])], 0],
    [
      'for a priority',
      CORE,
      [quota(NO_CPU, {}, [scope('PriorityClass', 'In', 'high')])],
      0,
      { priorityClassName: 'high' },
    ],
    [
      'for another priority',
      CORE,
      [quota(NO_CPU, {}, [scope('PriorityClass', 'In', 'high')])],
      Infinity,
    ],
  ])('%s', (_, resources, quotas, instances, more = {}) => {
    const room = quotaRoom(shape(resources, more), quotas);
    expect(room.instances).toBe(instances);
    expect(room.reason === undefined).toBe(instances === Infinity);
  });
});

describe('applyLimitRanges', () => {
  it('fills in what a container does not say', () => {
    const { template, refusal } = applyLimitRanges(
      shape({ limits: { memory: '2Gi' } }),
      [
        range({
          requests: { cpu: '500m', memory: '1Gi' },
          limits: { cpu: '2', memory: '4Gi' },
        }),
      ],
    );
    expect(refusal).toBeUndefined();
    expect(podRequests(template.spec)).toMatchObject({
      cpu: 0.5,
      memory: 2 * 2 ** 30,
    });
    expect(podLimits(template.spec)).toMatchObject({
      cpu: 2,
      memory: 2 * 2 ** 30,
    });
  });

  it.each<[string, object, Partial<ProjectedLimitRange['limits'][0]>, RegExp]>([
    ['too little', CORE, { min: { cpu: 2 } }, /so little cpu/],
    [
      'too much',
      { limits: { cpu: '4' } },
      { type: 'Pod', max: { cpu: 2 } },
      /no pod that asks for so much cpu/,
    ],
    ['without a limit', CORE, { max: { cpu: 2 } }, /without a limit of cpu/],
  ])('refuses a container that asks for %s', (_, resources, limit, refusal) => {
    expect(applyLimitRanges(shape(resources), [range(limit)]).refusal).toMatch(
      refusal,
    );
  });

  it('leaves volumes to themselves', () => {
    const { refusal } = applyLimitRanges(shape(CORE), [
      range({ type: 'PersistentVolumeClaim', max: { storage: 1 } }),
    ]);
    expect(refusal).toBeUndefined();
  });
});
