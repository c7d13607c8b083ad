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

import { mockServices } from '@backstage/backend-test-utils';
import type { TransportError } from '../transport';
import { MemoryBudget } from './MemoryBudget';
import type { MemoryShare } from './MemoryShare';

describe('MemoryBudget', () => {
  let budget: MemoryBudget;
  let left: string[];

  beforeEach(() => {
    left = [];
    budget = MemoryBudget.create({
      maxBytes: 1_000,
      logger: mockServices.logger.mock(),
    });
  });

  function share(cluster: string, kind: 'pods' | 'nodes' = 'pods') {
    const made = budget.share(cluster, kind);
    made.onLeave(({ message }: TransportError) => {
      left.push(`${cluster} ${message}`);
      // As a reflector does, in its own time.
      queueMicrotask(() => made.commit(0));
    });
    return made;
  }

  function hold(made: MemoryShare, bytes: number) {
    made.stage(bytes);
    made.commit(bytes);
  }

  it('lets the largest go when what is held grows, and counts it no more', async () => {
    const [big, small] = [share('big'), share('small')];
    hold(big, 600);
    hold(small, 300);
    small.change(100);
    expect(left).toEqual([]);
    small.change(1);
    expect(left).toEqual([
      'big has more pods than Slipway has room for in memory (slipway.fleet.maxMemory is 0 MiB)',
    ]);
    expect(budget.bytes).toBe(401);
    await undefined;
    expect(budget.bytes).toBe(401);
    small.change(500);
    expect(left).toHaveLength(1);
  });

  it('lets who comes go before who is there', () => {
    const [there, comes] = [share('there'), share('comes')];
    hold(there, 600);
    comes.stage(300);
    comes.stage(401);
    expect(left).toEqual([expect.stringMatching(/^comes /)]);
    expect(budget.bytes).toBe(600);
  });

  it('does not count the copy before a list anew', () => {
    const one = share('one');
    hold(one, 600);
    one.stage(0);
    one.stage(700);
    expect([budget.bytes, left]).toEqual([700, []]);
    one.commit(500);
    expect(budget.bytes).toBe(500);
  });

  it('counts nothing of what left', () => {
    const [gone, there] = [share('gone'), share('there')];
    hold(gone, 600);
    gone.close();
    expect(budget.bytes).toBe(0);
    hold(there, 900);
    expect(left).toEqual([]);
  });

  it('takes one back only when all of it fits well', async () => {
    const [back, other] = [share('back'), share('other')];
    hold(back, 600);
    hold(other, 300);
    other.change(200);
    await undefined;
    expect(left).toEqual([expect.stringMatching(/^back /)]);
    const firstPage = (bytes: number) => {
      back.stage(0);
      back.stage(bytes);
      return back.refuses({ read: 10, expected: 100 })?.kind;
    };
    // 500 and ten times 41 are more than 900.
    expect(firstPage(41)).toBe('no-room');
    expect(firstPage(40)).toBeUndefined();
    expect(back.refuses({ read: 100 })).toBeUndefined();
    back.commit(400);
    expect(back.refuses({ read: 1, expected: 1_000 })).toBeUndefined();
    expect(left).toHaveLength(1);
  });
});
