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

/** The polynomial of gzip's CRC-32, with its bits reversed (RFC 1952, section 8). */
const POLYNOMIAL = 0xedb88320;
/** In reversed bits: x to the power of 0, and of 1. */
const ONE = 0x80000000;
const X = 0x40000000;

/** x to the power of 2 to the power of each index, modulo the polynomial: they repeat after 32. */
const POWERS = powersOfX();

/**
 * The CRC-32 of two texts after each other, from the CRC-32 of each: `crc32_combine` of zlib (1.3, `crc32.c`).
 *
 * @param shift - what `crc32Shift` says of the second text's length
 */
export function combineCrc32(
  first: number,
  second: number,
  shift: number,
): number {
  // Unsigned, as `crc32` of node:zlib has it.
  return (multiply(shift, first) ^ second) >>> 0;
}

/**
 * What it takes to append a text of so many bytes: x to the power of its bits, modulo the polynomial
 * (`crc32_combine_gen` of zlib). It is computed once for a text that is appended often.
 */
export function crc32Shift(bytes: number): number {
  let shift = ONE;
  // 8 bits a byte, which is 2 to the power of 3.
  for (let rest = bytes, power = 3; rest > 0; power++) {
    if (rest % 2 === 1) {
      shift = multiply(POWERS[power % 32], shift);
    }
    rest = Math.floor(rest / 2);
  }
  return shift;
}

/** The product of two polynomials modulo the CRC's, in reversed bits; the first one is not 0 (`multmodp` of zlib). */
function multiply(one: number, other: number): number {
  let product = 0;
  let factor = other;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (one & bit) {
      product ^= factor;
    }
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product >>> 0;
}

function powersOfX(): number[] {
  const powers = [X];
  while (powers.length < 32) {
    const last = powers[powers.length - 1];
    powers.push(multiply(last, last));
  }
  return powers;
}
