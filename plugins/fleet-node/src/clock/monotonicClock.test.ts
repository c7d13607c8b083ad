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

import { monotonicNow, toEpoch } from './monotonicClock';

describe('monotonicClock', () => {
  beforeEach(() => jest.useFakeTimers({ now: 1_000_000_000 }));
  afterEach(() => jest.useRealTimers());

  it.each([15, -15])(
    'tells the right age though the clock is set by %d min',
    minutes => {
      const moment = monotonicNow();
      expect(toEpoch(moment)).toBe(1_000_000_000);
      jest.advanceTimersByTime(5_000);
      expect(Date.now() - toEpoch(moment)).toBe(5_000);
      jest.setSystemTime(Date.now() + minutes * 60_000);
      jest.advanceTimersByTime(5_000);
      expect(monotonicNow() - moment).toBe(10_000);
      expect(Date.now() - toEpoch(moment)).toBe(10_000);
    },
  );

  it('tells the same time twice', () => {
    const moment = monotonicNow();
    const told = toEpoch(moment);
    jest.setSystemTime(Date.now() + 400);
    expect(toEpoch(moment)).toBe(told);
  });
});
