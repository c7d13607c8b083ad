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

import { readRestarts } from './listen';

describe('readRestarts', () => {
  it('sums over clusters, and passes over what says nothing of an app', () => {
    const status = {
      clusters: [
        { status: { restarts: 2 } },
        { freshness: { state: 'unreachable' } },
        { status: { restarts: 3 } },
      ],
    };
    expect(
      readRestarts(`data: ${JSON.stringify({ type: 'app', status })}`),
    ).toEqual([5]);
    expect(readRestarts('data: {"type":"ping"}')).toEqual([]);
    expect(readRestarts('')).toEqual([]);
  });
});
