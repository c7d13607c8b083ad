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

interface Entry<T> {
  /** Epoch milliseconds. */
  expiresAt: number;
  /** From when on it is asked for anew behind the answer, in epoch milliseconds. */
  refreshAt: number;
  value: Promise<T>;
}

/** Answers go out first: what is asked for anew behind them takes the same thread. */
const REFRESH_DELAY_MS = 20;

function afterTheAnswer(refresh: () => void): void {
  setTimeout(refresh, REFRESH_DELAY_MS).unref();
}

/** @public */
export interface BriefCacheOptions {
  ttlMs: number;
  /** From this age on an answer is given once more while a new one is asked for; never unless told. */
  refreshAfterMs?: number;
  maxEntries: number;
  /** Epoch milliseconds. */
  now?: () => number;
  /** When to ask anew; once the answer has gone out unless told. */
  defer?: (refresh: () => void) => void;
}

/**
 * Keeps answers for moments, so that the parts of one page, and the tabs of one person, cost one question. Who asks
 * while the answer is under way waits for the same one; what fails is not kept.
 *
 * @public
 */
export class BriefCache<T> {
  readonly #ttlMs: number;
  readonly #refreshAfterMs: number;
  readonly #maxEntries: number;
  readonly #now: () => number;
  readonly #defer: (refresh: () => void) => void;
  /** In the order of their expiry. */
  readonly #entries = new Map<string, Entry<T>>();

  constructor(options: BriefCacheOptions) {
    this.#ttlMs = options.ttlMs;
    this.#refreshAfterMs = options.refreshAfterMs ?? options.ttlMs;
    this.#maxEntries = options.maxEntries;
    this.#now = options.now ?? Date.now;
    this.#defer = options.defer ?? afterTheAnswer;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @param isKept - whether an answer may be given again; all by default */
  get(
    key: string,
    read: () => Promise<T>,
    isKept: (value: T) => boolean = () => true,
  ): Promise<T> {
    const now = this.#now();
    const known = this.#entries.get(key);
    if (known && now < known.expiresAt) {
      if (now >= known.refreshAt) {
        known.refreshAt = Infinity;
        this.#defer(() => this.#refresh(key, known, read, isKept));
      }
      return known.value;
    }
    return this.#ask(key, read, isKept).value;
  }

  #ask(
    key: string,
    read: () => Promise<T>,
    isKept: (value: T) => boolean,
  ): Entry<T> {
    const now = this.#now();
    this.#entries.delete(key);
    this.#makeRoom(now);
    const entry = {
      expiresAt: now + this.#ttlMs,
      refreshAt: now + this.#refreshAfterMs,
      value: read(),
    };
    this.#entries.set(key, entry);
    this.#forgetUnless(key, entry, isKept);
    return entry;
  }

  /** The old answer goes on being given until there is a new one, or a reason to give none. */
  #refresh(
    key: string,
    known: Entry<T>,
    read: () => Promise<T>,
    isKept: (value: T) => boolean,
  ): void {
    const began = this.#now();
    const value = read();
    const replace = () => {
      if (this.#entries.get(key) === known) {
        this.#entries.delete(key);
        this.#entries.set(key, {
          expiresAt: began + this.#ttlMs,
          refreshAt: began + this.#refreshAfterMs,
          value,
        });
      }
    };
    const forget = () => this.#forget(key, known);
    value.then(found => (isKept(found) ? replace() : forget()), forget);
  }

  #forgetUnless(
    key: string,
    entry: Entry<T>,
    isKept: (value: T) => boolean,
  ): void {
    const forget = () => this.#forget(key, entry);
    entry.value.then(value => isKept(value) || forget(), forget);
  }

  #forget(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) === entry) {
      this.#entries.delete(key);
    }
  }

  #makeRoom(now: number): void {
    for (const [key, { expiresAt }] of this.#entries) {
      if (now < expiresAt && this.#entries.size < this.#maxEntries) {
        return;
      }
      this.#entries.delete(key);
    }
  }
}
