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

import { inflateRawSync, constants } from 'node:zlib';
import { heldObject } from '../__testUtils__/heldObject';
import { BlockCache } from './BlockCache';
import type { DeflatedText } from './GzipMember';

const block = (key: string, ...versions: number[]) => ({
  key,
  objects: versions.map(version => heldObject({ key, version })),
});
const textOf = ({ deflated }: DeflatedText) =>
  String(inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH }));

describe('BlockCache', () => {
  afterEach(() => jest.useRealTimers());

  it('deflates once for all who ask at the same moment and after', async () => {
    const cache = BlockCache.create();
    const asked = block('a', 1, 2);
    const [one, other] = [cache.get(asked), cache.get(asked)];
    expect(other).toBe(one);
    const text = await one;
    expect(textOf(text)).toBe(
      '{"key":"a","version":1},{"key":"a","version":2}',
    );
    expect(cache.get(asked)).toBe(text);
    // Nothing larger than itself hangs on it.
    expect(text.deflated.buffer.byteLength).toBe(text.deflated.byteLength);
    expect(cache.bytes).toBeGreaterThan(text.deflated.byteLength);
  });

  it('keeps the newest version in the place of the one before, in whichever order they come', async () => {
    const cache = BlockCache.create();
    const [old, young] = [block('a', 1), block('a', 2)];
    const texts = await Promise.all([cache.get(old), cache.get(young)]);
    expect(texts.map(textOf)).toEqual([
      '{"key":"a","version":1}',
      '{"key":"a","version":2}',
    ]);
    const { bytes } = cache;
    expect(cache.get(young)).toBe(texts[1]);
    expect(cache.get(old)).toBeInstanceOf(Promise);
    await cache.get(old);
    expect(cache.bytes).toBe(bytes);
  });

  it('lets go what was used least when it is full', async () => {
    const first = block('first', 1);
    const one = BlockCache.create();
    await one.get(first);
    const maxBytes = Math.round(10.5 * one.bytes);
    const cache = BlockCache.create({ maxBytes });
    await cache.get(first);
    for (let index = 0; index < 30; index++) {
      await cache.get(block(`x-${index}`, 1));
      expect(cache.bytes).toBeLessThanOrEqual(maxBytes);
      // Used all the time.
      expect(cache.get(first)).not.toBeInstanceOf(Promise);
    }
    expect(cache.bytes).toBeGreaterThan(8 * one.bytes);
  });

  it('lets go what nobody asks for, and keeps what somebody does', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'],
    });
    // What lru-cache puts in at 0 has no age.
    jest.advanceTimersByTime(1);
    const cache = BlockCache.create();
    const [unused, used] = [block('unused', 1), block('used', 1)];
    await cache.get(unused);
    const one = cache.bytes;
    await cache.get(used);
    for (let seconds = 0; seconds < 90; seconds += 10) {
      expect(cache.get(used)).not.toBeInstanceOf(Promise);
      await jest.advanceTimersByTimeAsync(10_000);
    }
    expect(cache.bytes).toBeLessThan(1.5 * one);
    await jest.advanceTimersByTimeAsync(90_000);
    expect(cache.bytes).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
    // And goes on after that.
    await cache.get(used);
    expect(cache.get(used)).not.toBeInstanceOf(Promise);
  });

  it('deflates once what answers share as texts', async () => {
    const cache = BlockCache.create();
    const texts = ['{"cpu":1}', '{"cpu":2}'].map(text => Buffer.from(text));
    const [one, other] = [cache.getTexts(texts), cache.getTexts(texts)];
    expect(other).toBe(one);
    expect(textOf(await one)).toBe('{"cpu":1},{"cpu":2}');
    expect(cache.getTexts(texts)).toBe(await one);
    expect(cache.getTexts([...texts])).toBeInstanceOf(Promise);
    expect(cache.bytes).toBe(0);
  });

  it('forgets a failure', async () => {
    const cache = BlockCache.create();
    const broken = block('a', 1);
    const { text } = broken.objects[0];
    broken.objects[0].text = () => {
      throw new Error('broken');
    };
    await expect(cache.get(broken)).rejects.toThrow('broken');
    broken.objects[0].text = text;
    expect(textOf(await cache.get(broken))).toBe('{"key":"a","version":1}');
  });
});
