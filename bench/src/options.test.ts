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

import { readCommonOptions } from './options';

describe('readCommonOptions', () => {
  it('reads sizes, full ones or quick ones', () => {
    expect(readCommonOptions({}).spec).toEqual({
      clusters: 3,
      pods: 10_000,
      apps: 200,
      small: 10,
      large: 2_000,
    });
    const quick = readCommonOptions({ quick: true, pods: '60', dir: 'kept' });
    expect(quick).toMatchObject({
      spec: { clusters: 1, pods: 60 },
      dir: 'kept',
    });
    expect(() => readCommonOptions({ pods: 'many' })).toThrow(/--pods wants/);
  });
});
