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

import { BriefCache } from './BriefCache';

describe('BriefCache', () => {
  let now = 0;
  const create = (maxEntries = 10) =>
    new BriefCache<string>({ ttlMs: 100, maxEntries, now: () => now });

  beforeEach(() => {
    now = 0;
  });

  it('asks once for those who ask together, and again when the answer is old', async () => {
    const cache = create();
    const read = jest.fn(async () => 'a');
    await Promise.all([cache.get('k', read), cache.get('k', read)]);
    now = 99;
    await cache.get('k', read);
    expect(read).toHaveBeenCalledTimes(1);
    now = 100;
    await cache.get('k', read);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('gives what is a little old once more while it asks anew, and no longer what is refused then', async () => {
    const cache = new BriefCache<string>({
      ttlMs: 100,
      refreshAfterMs: 20,
      maxEntries: 10,
      now: () => now,
      defer: refresh => refresh(),
    });
    const get = (value: Promise<string>) =>
      cache.get(
        'k',
        () => value,
        answer => answer !== 'hidden',
      );
    const later = () => new Promise(resolve => setImmediate(resolve));
    await get(Promise.resolve('a'));
    now = 20;
    let answer: (value: string) => void = () => {};
    const slow = new Promise<string>(resolve => {
      answer = resolve;
    });
    expect(await get(slow)).toBe('a');
    expect(await get(Promise.resolve('asked twice'))).toBe('a');
    answer('b');
    await later();
    expect(await get(Promise.resolve('c'))).toBe('b');
    now = 50;
    expect(await get(Promise.resolve('hidden'))).toBe('b');
    await later();
    expect(await get(Promise.resolve('d'))).toBe('d');
    now = 80;
    const failing = Promise.reject(new Error('no'));
    expect(await get(failing)).toBe('d');
    await later();
    expect(await get(Promise.resolve('e'))).toBe('e');
    now = 180;
    expect(await get(Promise.resolve('f'))).toBe('f');
  });

  it('asks anew after the answer, so as not to hold it up', async () => {
    const deferred: Array<() => void> = [];
    const cache = new BriefCache<string>({
      ttlMs: 100,
      refreshAfterMs: 20,
      maxEntries: 10,
      now: () => now,
      defer: refresh => deferred.push(refresh),
    });
    const read = jest.fn(async () => 'a');
    await cache.get('k', read);
    now = 20;
    await Promise.all([cache.get('k', read), cache.get('k', read)]);
    expect(read).toHaveBeenCalledTimes(1);
    expect(deferred).toHaveLength(1);
    deferred[0]();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('keeps neither failures nor what may not be given again', async () => {
    const cache = create();
    await expect(
      cache.get('k', async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(
      await cache.get(
        'k',
        async () => 'hidden',
        () => false,
      ),
    ).toBe('hidden');
    expect(await cache.get('k', async () => 'shown')).toBe('shown');
  });

  it('never tells one viewer what another one asked', async () => {
    const cache = create();
    await cache.get('one', async () => 'a');
    expect(await cache.get('other', async () => 'b')).toBe('b');
  });

  it('stays small', async () => {
    const cache = create(3);
    for (let index = 0; index < 20; index += 1) {
      await cache.get(String(index), async () => 'a');
    }
    expect(cache.size).toBe(3);
    now = 1_000;
    await cache.get('new', async () => 'a');
    expect(cache.size).toBe(1);
  });
});
