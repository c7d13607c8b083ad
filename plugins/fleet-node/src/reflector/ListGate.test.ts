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

import { ListGate } from './ListGate';

describe('ListGate', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const never = new AbortController().signal;

  async function settled(promise: Promise<unknown>): Promise<boolean> {
    let done = false;
    promise.then(
      () => {
        done = true;
      },
      () => {
        done = true;
      },
    );
    await jest.advanceTimersByTimeAsync(0);
    return done;
  }

  it('lets two through, and the others in their order', async () => {
    const gate = new ListGate(2);
    const one = await gate.enter(never);
    await gate.enter(never);
    const third = gate.enter(never);
    const fourth = gate.enter(never);
    expect(await settled(third)).toBe(false);
    one.release();
    one.release();
    expect(await settled(third)).toBe(true);
    expect(await settled(fourth)).toBe(false);
  });

  it('takes the place from one that stalls, not from one that goes on', async () => {
    const gate = new ListGate(1);
    const slow = await gate.enter(never);
    const next = gate.enter(never);
    await jest.advanceTimersByTimeAsync(4_000);
    slow.progress(100_000);
    await jest.advanceTimersByTimeAsync(4_000);
    expect(await settled(next)).toBe(false);
    // A trickle is no progress.
    slow.progress(10);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await settled(next)).toBe(true);
    // What comes late gives no second place away.
    slow.release();
    expect(await settled(gate.enter(never))).toBe(false);
  });

  it('forgets who stopped waiting', async () => {
    const gate = new ListGate(1);
    const held = await gate.enter(never);
    const leaving = new AbortController();
    const left = gate.enter(leaving.signal);
    const next = gate.enter(never);
    leaving.abort(new Error('closed'));
    await expect(left).rejects.toThrow('closed');
    held.release();
    expect(await settled(next)).toBe(true);
  });
});
