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

import { namespacesFixture } from '../../__fixtures__';
import { chosenClusters } from './chosenClusters';
import {
  describeChoice,
  listChoices,
  rulesOf,
  suggestName,
} from './namespaceChoices';

const BOTH = namespacesFixture(['beijing', 'aliyun']);

describe('listChoices', () => {
  it('puts what can be used first, with the reason where it cannot', () => {
    const choices = (allowNew: boolean) =>
      listChoices(BOTH, rulesOf({ allowNew })).map(({ name, obstacle }) => [
        name,
        obstacle,
      ]);
    const ads = 'You may not apply a Deployment in it in beijing and aliyun.';
    expect(choices(true)).toEqual([
      ['ranking', undefined],
      ['shared', undefined],
      ['ads', ads],
    ]);
    expect(choices(false)).toEqual([
      ['shared', undefined],
      ['ranking', 'It is not in aliyun, or not yours to use there.'],
      ['ads', ads],
    ]);
  });
});

describe('describeChoice', () => {
  it('says how the clusters differ', () => {
    const { clusters } = describeChoice(
      'ranking',
      BOTH,
      rulesOf({ allowNew: true }),
    );
    expect(clusters).toEqual([
      { cluster: 'beijing', state: 'there', text: 'there, of ranking' },
      { cluster: 'aliyun', state: 'made', text: 'will be made' },
    ]);
  });

  it.each([
    [
      'new-one',
      {},
      'It is not in beijing and aliyun, or not yours to use there.',
    ],
    ['new-one', { allowNew: true }, /^nothing$/],
    ['New One', { allowNew: true }, /lower case letters/],
    ['a'.repeat(64), { allowNew: true }, /at most 63/],
    ['-a', { allowNew: true }, /begins and ends/],
    ['web', { allowNew: true, pattern: '^team-' }, /matches \^team-/],
    [
      'web',
      { allowNew: true, pattern: '^team-', patternHint: 'Begin with team-.' },
      'Begin with team-.',
    ],
    ['ranking', { allowNew: true, pattern: '^team-' }, /^nothing$/],
    ['ranking', { allowNew: true, kind: 'CronJob' }, /^nothing$/],
    ['ads', { kind: 'CronJob' }, /apply a CronJob/],
  ])('of %s with %j finds %p', (name, options, obstacle) => {
    const choice = describeChoice(name, BOTH, rulesOf(options));
    expect(choice.obstacle ?? 'nothing').toMatch(obstacle);
  });

  it('holds nobody up for a cluster that gives no list', () => {
    const choice = describeChoice(
      'ranking',
      [
        {
          cluster: 'far',
          message: 'far does not answer.',
          canCreate: false,
          namespaces: [],
        },
      ],
      rulesOf({ allowNew: true }),
    );
    expect(choice.obstacle).toBeUndefined();
    expect(choice.clusters[0]).toMatchObject({
      state: 'unknown',
      text: 'far does not answer.',
    });
  });
});

describe('suggestName', () => {
  it.each([
    ['group:default/ranking', 'ranking'],
    ['group:default/Team_Ranking.', 'team-ranking'],
    ['ranking', 'ranking'],
    ['group:default/___', undefined],
    [undefined, undefined],
    [{}, undefined],
  ])('makes %p of %p', (value, name) => {
    expect(suggestName(value)).toBe(name);
  });
});

describe('chosenClusters', () => {
  it.each([
    [{ clusters: [{ name: 'a', instances: 1 }, { name: 'b' }] }, ['a', 'b']],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['a', ['a']],
    [undefined, []],
    [{}, []],
  ])('reads %j', (value, names) => {
    expect(
      chosenClusters({ clustersField: 'where' }, { where: value }),
    ).toEqual(names);
  });

  it('takes those that the template names', () => {
    expect(chosenClusters({ clusters: ['a'] }, {})).toEqual(['a']);
  });
});
