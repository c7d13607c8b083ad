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

import { summariseChanges } from './measureChanges';

describe('summariseChanges', () => {
  it('takes the first message of each change for each reader, and counts those that never came', () => {
    const sent = new Map([
      [1, 1_000],
      [2, 2_000],
    ]);
    const heard = [
      { reader: 0, restarts: 0, at: 900 },
      { reader: 0, restarts: 1, at: 1_100 },
      { reader: 0, restarts: 1, at: 1_900 },
      { reader: 1, restarts: 1, at: 1_200 },
      { reader: 1, restarts: 2, at: 2_300 },
    ];
    expect(summariseChanges(sent, heard, 2)).toEqual({
      changes: 2,
      readers: 2,
      p50: 200,
      p95: 300,
      longest: 300,
      missed: 1,
    });
  });
});
