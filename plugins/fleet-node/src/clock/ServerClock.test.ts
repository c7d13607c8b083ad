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

import { ServerClock } from './ServerClock';

const NOW = Date.parse('2026-11-22T14:00:00Z');

describe('ServerClock', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW }));
  afterEach(() => jest.useRealTimers());

  it('goes on from what was heard last, wherever this machine’s clock is set', () => {
    const clock = new ServerClock();
    expect(clock.now()).toBe(NOW);
    clock.hear('Sun, 22 Nov 2026 14:15:00 GMT');
    jest.advanceTimersByTime(10_000);
    jest.setSystemTime(NOW - 900_000);
    const quarter = NOW + 900_000;
    expect(clock.now()).toBe(quarter + 10_500);
    clock.hear('soon');
    clock.hear(undefined);
    expect(clock.now()).toBe(quarter + 10_500);
    clock.hear(['Sun, 22 Nov 2026 14:00:00 GMT']);
    expect(clock.now()).toBe(NOW + 500);
  });
});
