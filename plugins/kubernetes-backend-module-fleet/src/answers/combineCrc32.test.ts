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

import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { combineCrc32, crc32Shift } from './combineCrc32';

describe('combineCrc32', () => {
  it('says the same as zlib of the whole, wherever it is cut', () => {
    const whole = randomBytes(200_000);
    const cuts = [0, 1, 65_535, 65_536, whole.byteLength];
    for (let round = 0; round < 200; round++) {
      cuts.push(Math.floor(Math.random() * whole.byteLength));
    }
    for (const cut of cuts) {
      const [first, second] = [whole.subarray(0, cut), whole.subarray(cut)];
      expect([
        cut,
        combineCrc32(
          crc32(first),
          crc32(second),
          crc32Shift(second.byteLength),
        ),
      ]).toEqual([cut, crc32(whole)]);
    }
  });

  it('combines many texts one after the other', () => {
    const texts = Array.from({ length: 100 }, (_, index) => randomBytes(index));
    const combined = texts.reduce(
      (crc, text) =>
        combineCrc32(crc, crc32(text), crc32Shift(text.byteLength)),
      0,
    );
    expect(combined).toBe(crc32(Buffer.concat(texts)));
  });

  it('knows what lengths beyond 32 bits come to', () => {
    // Appending 3 GiB twice is appending 6 GiB.
    const gib = 2 ** 30;
    const twice = combineCrc32(
      combineCrc32(0x12345678, 0, crc32Shift(3 * gib)),
      0,
      crc32Shift(3 * gib),
    );
    expect(combineCrc32(0x12345678, 0, crc32Shift(6 * gib))).toBe(twice);
  });
});
