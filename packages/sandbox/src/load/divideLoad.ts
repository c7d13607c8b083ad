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

/** How far the share of an instance is from the mean; balancers are never quite even. */
const UNEVENNESS = 0.08;

/**
 * Spreads a load over instances: nearly even, the same for the same name at each call, and in sum exactly the load.
 *
 * @returns one share for each name, in the unit of `total`
 */
export function divideLoad(total: number, names: string[]): number[] {
  const weights = names.map(name => 1 + UNEVENNESS * (2 * fraction(name) - 1));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map(weight => (total * weight) / sum);
}

/** A number from 0 to 1 that is always the same for the same text (FNV-1a). */
export function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    // eslint-disable-next-line no-bitwise
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash / 0xffffffff;
}
