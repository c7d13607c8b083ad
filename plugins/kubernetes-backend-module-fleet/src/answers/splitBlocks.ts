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

import type { HeldObject } from '@slipway/backstage-plugin-fleet-node';

/** A block ends where the hash of a uid has its low bits 0: after this many objects on average, beyond the least. */
const MEAN_OBJECTS = 16;
const MAX_OBJECTS = 64;
/** Of deflated objects, which are some eight times as large as texts. */
const MAX_HELD_BYTES = 64 * 1024;

/** Offset and factor of FNV-1a in 32 bits (RFC 9923). */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Some objects that stand after each other in a list. */
export interface ObjectBlock {
  /** The same for the same objects, though they have changed. */
  key: string;
  objects: readonly HeldObject[];
}

/**
 * Cuts a list into blocks at places that only the objects beside them decide: where one comes, goes or changes, the
 * blocks around its own are what they were.
 */
export function* splitBlocks(
  objects: Iterable<HeldObject>,
): Generator<ObjectBlock> {
  let block: HeldObject[] = [];
  let heldBytes = 0;
  let hash = FNV_OFFSET;
  const end = (): ObjectBlock => {
    const ended = { key: `${block[0].uid} ${hash}`, objects: block };
    block = [];
    heldBytes = 0;
    hash = FNV_OFFSET;
    return ended;
  };
  for (const object of objects) {
    if (
      block.length === MAX_OBJECTS ||
      (block.length > 0 && heldBytes + object.heldBytes > MAX_HELD_BYTES)
    ) {
      yield end();
    }
    const uid = hashOf(object.uid);
    block.push(object);
    heldBytes += object.heldBytes;
    hash = Math.imul(hash ^ uid, FNV_PRIME);
    // Of FNV's bits the high ones are mixed best.
    if ((uid >>> 16) % MEAN_OBJECTS === 0) {
      yield end();
    }
  }
  if (block.length > 0) {
    yield end();
  }
}

function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return hash >>> 0;
}
