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

/** A smaller difference is the two clocks' own noise, which must not move a time that was told before. */
const STEP_MS = 1_000;

let offset = Date.now() - performance.now();

/**
 * Milliseconds since the process began. All intervals and ages are taken from it, since the machine's clock may be set
 * at any time: by hand, by a time server, or when a virtual machine moves.
 */
export function monotonicNow(): number {
  return performance.now();
}

/**
 * What the machine's clock, as it stands now, showed at a moment of {@link monotonicNow}: so that an age comes out right
 * for who takes the difference to that clock.
 *
 * @returns epoch milliseconds; the same for the same moment until the clock is set
 */
export function toEpoch(moment: number): number {
  const current = Date.now() - performance.now();
  if (Math.abs(current - offset) > STEP_MS) {
    offset = current;
  }
  return Math.round(moment + offset);
}
