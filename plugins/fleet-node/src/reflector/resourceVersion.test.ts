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

import fc from 'fast-check';
import { isOlder } from './resourceVersion';

describe('isOlder', () => {
  it('compares as numbers, also beyond those that JavaScript counts exactly', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 70n }),
        fc.bigInt({ min: 0n, max: 2n ** 70n }),
        (a, b) => {
          expect(isOlder(String(a), String(b))).toBe(a < b);
        },
      ),
    );
  });

  it('says nothing of versions that are no numbers', () => {
    expect([isOlder('a', 'b'), isOlder('', '1'), isOlder('9', '10a')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
