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

import { randomUUID } from 'node:crypto';
import type { HeldObject } from '@slipway/backstage-plugin-fleet-node';
import { heldObject } from '../__testUtils__/heldObject';
import { splitBlocks } from './splitBlocks';

const pods = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    heldObject({ name: `web-${index}` }, randomUUID()),
  );
const keysOf = (objects: HeldObject[]) =>
  [...splitBlocks(objects)].map(({ key }) => key);
/** How many of some blocks are not among others. */
const newOf = (keys: string[], known: string[]) =>
  keys.filter(key => !known.includes(key)).length;

describe('splitBlocks', () => {
  it('leaves nothing out, and keeps the order and the bounds', () => {
    const objects = pods(5_000);
    const blocks = [...splitBlocks(objects)];
    expect(blocks.flatMap(block => block.objects)).toEqual(objects);
    const sizes = blocks.map(block => block.objects.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
    expect(new Set(blocks.map(({ key }) => key)).size).toBe(blocks.length);
    // Some 16 each; 5,000 random uids stray no further.
    expect(blocks.length).toBeGreaterThan(5_000 / 24);
    expect(blocks.length).toBeLessThan(5_000 / 8);
    expect([...splitBlocks([])]).toEqual([]);
  });

  it('has other blocks only around what came, went or moved', () => {
    const objects = pods(2_000);
    const before = keysOf(objects);
    for (const place of [0, 7, 1_000, 1_999]) {
      const without = objects.toSpliced(place, 1);
      expect(newOf(keysOf(without), before)).toBeLessThanOrEqual(3);
      const more = objects.toSpliced(place, 0, ...pods(1));
      expect(newOf(keysOf(more), before)).toBeLessThanOrEqual(3);
    }
  });

  it('keys a block by what is in it, not by the version', () => {
    const objects = pods(100);
    const changed = objects.map(({ uid }) => heldObject({ changed: 1 }, uid));
    expect(keysOf(changed)).toEqual(keysOf(objects));
  });

  it('puts few large objects into a block', () => {
    const large = Array.from({ length: 20 }, () =>
      heldObject({ data: 'x'.repeat(250_000) }, randomUUID()),
    );
    const sizes = [...splitBlocks(large)].map(block => block.objects.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
    const [one] = splitBlocks([
      heldObject({ data: 'x'.repeat(2_000_000) }, 'a'),
    ]);
    expect(one.objects).toHaveLength(1);
  });
});
