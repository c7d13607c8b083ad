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
import { ByteLines } from './ByteLines';

describe('ByteLines', () => {
  it('gives the same lines however the bytes are cut, and never part of one', () => {
    const text = fc
      .string({ unit: 'grapheme' })
      .map(one => one.replace(/\n/g, ' '));
    fc.assert(
      fc.property(
        fc.array(text),
        fc.array(fc.integer({ min: 1, max: 20 })),
        (lines, sizes) => {
          const bytes = Buffer.from(lines.map(one => `${one}\n`).join(''));
          const cutter = new ByteLines();
          const parts: string[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? bytes.length;
            const whole = cutter.push(bytes.subarray(at, at + size));
            parts.push(Buffer.from(whole ?? []).toString());
            at += size;
          }
          expect(parts.join('')).toBe(bytes.toString());
          expect(parts.every(part => /(^|\n)$/.test(part))).toBe(true);
        },
      ),
    );
  });
});
