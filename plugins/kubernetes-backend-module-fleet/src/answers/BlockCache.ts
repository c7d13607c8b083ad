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
import { LRUCache } from 'lru-cache';
import { deflateText, type DeflatedText } from './GzipMember';
import type { ObjectBlock } from './splitBlocks';

/** What all blocks take at most, in bytes: some 200,000 pods that were looked at within the last minute. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Longest time for which a block is kept that nobody asks for: six polls of the stock frontend. */
const UNUSED_MS = 60_000;
const PURGE_MS = 15_000;
/** What a block and each object in it take beside the deflated text, in bytes. */
const BLOCK_OVERHEAD_BYTES = 600;
const OBJECT_OVERHEAD_BYTES = 8;

const COMMA = Buffer.from(',');

interface CachedBlock {
  /** Of the objects in it: whether they are still what was deflated. */
  identities: readonly object[];
  text: DeflatedText;
}

interface PendingBlock {
  identities: readonly object[];
  text: Promise<DeflatedText>;
}

export interface BlockCacheOptions {
  /** In bytes. */
  maxBytes?: number;
}

/**
 * Texts of blocks of objects, joined by commas and deflated once for all answers that have them: hardly anything
 * changes between two polls of the stock frontend, and many look at the same.
 *
 * A block that changed takes the place of what it was, so that outdated objects are let go with the next answer.
 */
export class BlockCache {
  readonly #blocks: LRUCache<string, CachedBlock>;
  readonly #texts = new WeakMap<
    readonly Buffer[],
    DeflatedText | Promise<DeflatedText>
  >();
  readonly #pending = new Map<string, PendingBlock>();
  #purging: ReturnType<typeof setInterval> | undefined;

  static create(options: BlockCacheOptions = {}): BlockCache {
    return new BlockCache(options.maxBytes ?? MAX_BYTES);
  }

  private constructor(maxSize: number) {
    this.#blocks = new LRUCache({
      maxSize,
      sizeCalculation: ({ identities, text }) =>
        BLOCK_OVERHEAD_BYTES +
        OBJECT_OVERHEAD_BYTES * identities.length +
        text.deflated.byteLength,
      ttl: UNUSED_MS,
      // It need not be known to the millisecond, which takes a timer for each.
      ttlResolution: 1_000,
      updateAgeOnGet: true,
      perf: performance,
    });
  }

  /** What the blocks take now, in bytes. */
  get bytes(): number {
    return this.#blocks.calculatedSize;
  }

  /** @returns the block's text at once where it is known, so that an answer of known blocks waits for nothing */
  get({ key, objects }: ObjectBlock): DeflatedText | Promise<DeflatedText> {
    const known = this.#blocks.get(key);
    if (known && isOf(known, objects)) {
      return known.text;
    }
    const pending = this.#pending.get(key);
    return pending && isOf(pending, objects)
      ? pending.text
      : this.#add(key, objects);
  }

  /** The same for texts that answers share as one array, for as long as there is the array. */
  getTexts(texts: readonly Buffer[]): DeflatedText | Promise<DeflatedText> {
    let text = this.#texts.get(texts);
    if (!text) {
      text = deflateText(joined(texts)).then(deflated => {
        this.#texts.set(texts, deflated);
        return deflated;
      });
      this.#texts.set(texts, text);
    }
    return text;
  }

  #add(key: string, objects: readonly HeldObject[]): Promise<DeflatedText> {
    const identities = objects.map(({ identity }) => identity);
    const text = this.#deflate(key, objects, identities);
    this.#pending.set(key, { identities, text });
    return text;
  }

  async #deflate(
    key: string,
    objects: readonly HeldObject[],
    identities: readonly object[],
  ): Promise<DeflatedText> {
    // Else the objects have changed in the meantime, and a newer text is on its way.
    const isNewest = () => this.#pending.get(key)?.identities === identities;
    try {
      const text = await deflateObjects(objects);
      if (isNewest()) {
        this.#blocks.set(key, { identities, text });
        this.#purgeLater();
      }
      return text;
    } finally {
      if (isNewest()) {
        this.#pending.delete(key);
      }
    }
  }

  /** What is too old is otherwise let go only when it is asked for. */
  #purgeLater(): void {
    this.#purging ??= setInterval(() => {
      this.#blocks.purgeStale();
      if (this.#blocks.size === 0) {
        clearInterval(this.#purging);
        this.#purging = undefined;
      }
    }, PURGE_MS).unref();
  }
}

/** Inflates all in one go: that takes some 20 µs an object. */
async function deflateObjects(
  objects: readonly HeldObject[],
): Promise<DeflatedText> {
  return deflateText(joined(objects.map(object => object.text())));
}

function joined(texts: readonly Buffer[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text, index) => (index ? [COMMA, text] : [text])),
  );
}

function isOf(
  { identities }: { identities: readonly object[] },
  objects: readonly HeldObject[],
): boolean {
  return (
    identities.length === objects.length &&
    identities.every((identity, index) => identity === objects[index].identity)
  );
}
