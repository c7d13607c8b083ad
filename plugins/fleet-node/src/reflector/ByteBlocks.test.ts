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
import { ByteBlocks } from './ByteBlocks';

describe('ByteBlocks', () => {
  it('gives what was pushed, in blocks that nothing else is part of', () => {
    // Around the size of a block, 1 MiB.
    const size = fc.oneof(
      fc.nat(100),
      fc.integer({ min: 2 ** 20 - 2, max: 2 ** 20 + 2 }),
      fc.nat(3 * 2 ** 20),
    );
    fc.assert(
      fc.property(fc.array(size, { maxLength: 4 }), sizes => {
        const chunks = sizes.map((length, index) =>
          Buffer.alloc(length, index + 1),
        );
        const blocks = new ByteBlocks();
        chunks.forEach(chunk => blocks.push(chunk));
        const all = Buffer.concat(chunks);
        expect(blocks.size).toBe(all.length);
        const taken = blocks.take();
        expect(Buffer.concat(taken).equals(all)).toBe(true);
        expect(
          taken.every(
            ({ buffer, byteLength }) => buffer.byteLength === byteLength,
          ),
        ).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
