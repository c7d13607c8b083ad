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

/** Numbers in the order of their scores, the highest first; of equal scores the lowest number. */
export class ScoreHeap {
  readonly #items: number[] = [];
  readonly #scores: Float64Array;

  /** @param scores read at each comparison: the score of an item may change only while it is not in the heap */
  static create(scores: Float64Array): ScoreHeap {
    return new ScoreHeap(scores);
  }

  private constructor(scores: Float64Array) {
    this.#scores = scores;
  }

  peek(): number | undefined {
    return this.#items[0];
  }

  push(item: number): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(item, items[parent])) {
        break;
      }
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0 && last !== undefined) {
      this.#sink(last);
    }
    return first;
  }

  #sink(item: number): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) {
        break;
      }
      if (
        child + 1 < items.length &&
        this.#isBefore(items[child + 1], items[child])
      ) {
        child += 1;
      }
      if (!this.#isBefore(items[child], item)) {
        break;
      }
      items[at] = items[child];
      at = child;
    }
    items[at] = item;
  }

  #isBefore(one: number, other: number): boolean {
    const difference = this.#scores[one] - this.#scores[other];
    return difference > 0 || (difference === 0 && one < other);
  }
}
