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

/**
 * How many pods that count stand in each domain of one spread constraint, while instances are placed.
 *
 * A domain takes one more as long as it is then at most `maxSkew` above the emptiest of all domains, those included
 * that have no room at all; with fewer domains than `minDomains` the emptiest counts as 0.
 */
export class SpreadCounter {
  readonly maxSkew: number;
  readonly #counts: number[];
  /** How many domains stand at each count, for the least of them. */
  readonly #domainsAt = new Map<number, number>();
  readonly #follows: boolean;
  #least: number;

  /** @param counts of the domains at the start */
  static create(
    counts: readonly number[],
    constraint: { maxSkew: number; minDomains: number },
  ): SpreadCounter {
    return new SpreadCounter(counts, constraint);
  }

  private constructor(
    counts: readonly number[],
    { maxSkew, minDomains }: { maxSkew: number; minDomains: number },
  ) {
    this.maxSkew = maxSkew;
    this.#counts = [...counts];
    for (const count of counts) {
      this.#domainsAt.set(count, (this.#domainsAt.get(count) ?? 0) + 1);
    }
    this.#follows = counts.length >= minDomains && counts.length > 0;
    this.#least = this.#follows
      ? counts.reduce((least, count) => Math.min(least, count))
      : 0;
  }

  get least(): number {
    return this.#least;
  }

  /** What the emptiest domain must have before this one takes one more instance, which counts itself. */
  leastFor(domain: number): number {
    return this.#counts[domain] + 1 - this.maxSkew;
  }

  takes(domain: number): boolean {
    return this.leastFor(domain) <= this.#least;
  }

  /** Counts an instance; the least may rise by that. */
  add(domain: number): void {
    const count = this.#counts[domain];
    this.#counts[domain] = count + 1;
    const left = this.#domainsAt.get(count)! - 1;
    this.#domainsAt.set(count, left);
    this.#domainsAt.set(count + 1, (this.#domainsAt.get(count + 1) ?? 0) + 1);
    // The domain itself is at the next count now, so that this is the next least.
    if (left === 0 && this.#follows && count === this.#least) {
      this.#least = count + 1;
    }
  }
}
