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

import type {
  AccessAnswer,
  AccessAttributes,
} from '@slipway/backstage-plugin-fleet-node';
import { AccessReviews, type Question } from './AccessReviews';
import { FAILURE_TTL_MS } from './ClusterReviewer';
import type { KnownSubject } from './SubjectMapper';

const TTL_MS = 60_000;
const YES: AccessAnswer = { answered: true, allowed: true };
const FAILED: AccessAnswer = { answered: false, reason: 'did not answer' };

const lin: KnownSubject = {
  kind: 'known',
  key: 'lin',
  subject: { user: 'lin', groups: [] },
};

function question(
  namespace?: string,
  more: Partial<Omit<Question, 'attributes'>> = {},
): Question {
  const attributes: AccessAttributes = {
    verb: 'list',
    group: '',
    resource: 'pods',
    namespace,
  };
  return { cluster: 'beijing', subject: lin, attributes, ...more };
}

function create(maxEntries?: number) {
  const time = { now: 1_000 };
  const reviewAccess = jest.fn(
    async (
      _cluster: string,
      _subject: object,
      _attributes: AccessAttributes,
    ): Promise<AccessAnswer> => YES,
  );
  const reviews = AccessReviews.create({
    fleet: { reviewAccess },
    ttlMs: TTL_MS,
    maxEntries,
    now: () => time.now,
  });
  return { reviews, reviewAccess, time };
}

describe('AccessReviews', () => {
  it('asks once for many who want to know at the same time, and again when the answer grew old', async () => {
    const { reviews, reviewAccess, time } = create();
    expect(reviews.lookUp(question())).toBe(undefined);
    await Promise.all(
      [1, 2, 3].map(() => reviews.ask('beijing', [question()])),
    );
    expect(reviewAccess).toHaveBeenCalledTimes(1);
    expect(reviews.made).toBe(1);
    expect(reviews.lookUp(question())).toEqual({
      answer: YES,
      since: 1_000,
      expiresAt: 61_000,
    });

    time.now = 61_000;
    expect(reviews.lookUp(question())).toBe(undefined);
    await reviews.ask('beijing', [question()]);
    expect(reviewAccess).toHaveBeenCalledTimes(2);
    // It is the same answer as before, so it is as old as the first.
    expect(reviews.lookUp(question())).toMatchObject({ since: 1_000 });
    reviewAccess.mockResolvedValue({ answered: true, allowed: false });
    time.now = 122_000;
    await reviews.ask('beijing', [question()]);
    expect(reviews.lookUp(question())).toMatchObject({ since: 122_000 });
  });

  it('never answers one question with the answer to another', async () => {
    const { reviews } = create();
    await reviews.ask('beijing', [question('shop')]);
    const { attributes } = question('shop');
    const others: Question[] = [
      question(),
      question('other'),
      question('shop', { cluster: 'aliyun' }),
      question('shop', { subject: { ...lin, key: 'ma' } }),
      ...[
        { verb: 'get' },
        { group: 'apps' },
        { resource: 'nodes' },
        { subresource: 'log' },
        { name: 'web-1' },
      ].map(other => ({
        ...question(),
        attributes: { ...attributes, ...other },
      })),
    ];
    expect(reviews.lookUp(question('shop'))).toBeDefined();
    expect(others.filter(other => reviews.lookUp(other))).toEqual([]);
  });

  it('asks a cluster eight questions at a time', async () => {
    const { reviews, reviewAccess } = create();
    const running: Array<() => void> = [];
    reviewAccess.mockImplementation(
      () => new Promise(resolve => running.push(() => resolve(YES))),
    );
    const asked = reviews.ask(
      'beijing',
      Array.from({ length: 20 }, (_, n) => question(`n${n}`)),
    );
    for (const expected of [8, 8, 4]) {
      await new Promise(resolve => setImmediate(resolve));
      expect(running).toHaveLength(expected);
      running.splice(0).forEach(answer => answer());
    }
    expect(await asked).toBe(true);
  });

  it('does not ask a cluster that failed again for a while, and touches no other', async () => {
    const { reviews, reviewAccess, time } = create();
    reviewAccess.mockImplementation(async cluster =>
      cluster === 'beijing' ? FAILED : YES,
    );
    await reviews.ask('beijing', [question('a')]);
    await reviews.ask('beijing', [question('b')]);
    expect(reviewAccess).toHaveBeenCalledTimes(1);
    expect(reviews.lookUp(question('b'))?.answer).toEqual(FAILED);
    const elsewhere = question('a', { cluster: 'aliyun' });
    await reviews.ask('aliyun', [elsewhere]);
    expect(reviews.lookUp(elsewhere)?.answer).toEqual(YES);

    reviewAccess.mockResolvedValue(YES);
    time.now += FAILURE_TTL_MS;
    expect(reviews.lookUp(question('a'))).toBe(undefined);
    expect(await reviews.ask('beijing', [question('a')])).toBe(true);
    expect(reviews.lookUp(question('a'))?.answer).toEqual(YES);
  });

  it('makes nobody wait for long for a cluster that does not answer', async () => {
    const { reviews, reviewAccess, time } = create();
    let answer: () => void = () => {};
    reviewAccess.mockReturnValue(
      new Promise(resolve => {
        answer = () => resolve(YES);
      }),
    );
    expect(await reviews.ask('beijing', [question()])).toBe(false);
    time.now += 10_000;
    expect(await reviews.ask('beijing', [question()])).toBe(false);
    expect(reviewAccess).toHaveBeenCalledTimes(1);
    // What comes late is known all the same.
    answer();
    await new Promise(resolve => setImmediate(resolve));
    expect(reviews.lookUp(question())?.answer).toEqual(YES);
  });

  it('takes a cluster that the fleet lost for one that cannot be asked', async () => {
    const { reviews, reviewAccess } = create();
    reviewAccess.mockRejectedValue(new Error('The fleet has no cluster.'));
    await reviews.ask('beijing', [question()]);
    expect(reviews.lookUp(question())?.answer).toEqual({
      answered: false,
      reason: 'could not be asked (The fleet has no cluster)',
    });
  });

  it('keeps a bounded number of answers, the newest', async () => {
    const { reviews, time } = create(3);
    for (const namespace of ['a', 'b', 'c', 'd']) {
      await reviews.ask('beijing', [question(namespace)]);
    }
    expect(reviews.size).toBe(3);
    expect(reviews.lookUp(question('a'))).toBe(undefined);
    expect(reviews.lookUp(question('d'))).toBeDefined();
    time.now += 3 * TTL_MS;
    await reviews.ask('beijing', [question('e')]);
    expect(reviews.size).toBe(1);
  });
});
