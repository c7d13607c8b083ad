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

import { mockCredentials } from '@backstage/backend-test-utils';
import type { MappedSubject, SubjectMapper } from '../reviews';
import { Impersonation } from './Impersonation';

const subject = { user: 'lin', groups: ['feed'] };

function actorsFor(mapped: MappedSubject) {
  const map = jest.fn(async () => mapped);
  const impersonation = Impersonation.create({
    clusters: new Set(['told']),
    fleet: {
      listAccess: () =>
        new Map([
          ['guarded', { authorization: 'subject-access-review' as const }],
          ['open', { authorization: 'permissions' as const }],
        ]),
    },
    subjects: { map } as unknown as SubjectMapper,
  });
  const ask = async (...clusters: string[]) =>
    Object.fromEntries(
      await impersonation.actorsIn(mockCredentials.user(), clusters),
    );
  return { ask, map };
}

describe('Impersonation', () => {
  it('acts as the person where config or the cluster wants it, and asks who that is once', async () => {
    const { ask, map } = actorsFor({ kind: 'known', subject, key: 'k' });
    expect(await ask('told', 'guarded', 'open')).toEqual({
      told: { kind: 'user', subject },
      guarded: { kind: 'user', subject },
      open: { kind: 'service-account' },
    });
    expect(map).toHaveBeenCalledTimes(1);
    await ask('open');
    expect(map).toHaveBeenCalledTimes(1);
  });

  it.each<[string, MappedSubject, object]>([
    [
      'nobody whom the cluster does not know',
      { kind: 'unknown', reason: 'Who?' },
      { kind: 'nobody', reason: 'Who?' },
    ],
    [
      'itself for a service that is trusted',
      { kind: 'trusted' },
      { kind: 'service-account' },
    ],
    [
      'nobody who may do everything',
      {
        kind: 'known',
        subject: { user: 'lin', groups: ['system:masters'] },
        key: 'k',
      },
      {
        kind: 'nobody',
        reason:
          'Your groups would lead to system:masters, which Slipway never acts as.',
      },
    ],
  ])('acts as %s', async (_, mapped, actor) => {
    expect(await actorsFor(mapped).ask('told')).toEqual({ told: actor });
  });
});
