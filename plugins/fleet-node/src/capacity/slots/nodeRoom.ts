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

import { freeAmount, isWithin, type NodeCapacity } from '../NodeCapacity';
import type { PlacementTemplate } from '../PlacementTemplate';

/** More instances than this are not counted: one that asks for nothing would fit without end. */
export const MAX_SLOTS = 100_000;

/** What one node has room for by itself, and what keeps it from taking more. */
export interface NodeRoom {
  room: number;
  /** Name of the resource that ends first. */
  limit: string;
}

export function nodeRoom(
  capacity: NodeCapacity,
  asked: PlacementTemplate['asked'],
): NodeRoom {
  let room = MAX_SLOTS;
  let limit = 'pods';
  for (const [name, amount] of [...asked, ['pods', 1] as const]) {
    const fit = fits(freeAmount(capacity, name), amount);
    if (fit < room) {
      room = fit;
      limit = name;
    }
  }
  return { room, limit };
}

function fits(free: number, asked: number): number {
  const count = Math.min(MAX_SLOTS, Math.max(0, Math.floor(free / asked + 1)));
  // Division may round up past the last instance that fits, or down before it.
  for (let fit = count; fit > 0 && fit > count - 3; fit -= 1) {
    if (isWithin(free, asked, fit)) {
      return fit;
    }
  }
  return Math.max(0, count - 3);
}
