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

import type { ProjectedObject } from '../projection';

/** Which value of an object an index goes by; undefined leaves it out. */
export type IndexKey<T> = (object: T) => string | undefined;

const NOTHING: ReadonlySet<never> = new Set();

/** A new copy of all objects that grows aside, and takes the place of the old one in one step for readers. */
export interface StagedObjects<T> {
  add(objects: readonly T[]): void;
  /** @returns what differs from the copy before */
  commit(): Array<{ before?: T; after?: T }>;
}

/**
 * The objects of one kind of one cluster, with indexes.
 */
export class ObjectStore<T extends ProjectedObject, I extends string> {
  readonly #indexKeys: Record<I, IndexKey<T>>;
  readonly #indexNames: readonly I[];
  #objects = new Map<string, T>();
  #revision = 0;
  #indexes: Record<I, Map<string, Set<T>>>;

  constructor(indexKeys: Record<I, IndexKey<T>>) {
    this.#indexKeys = indexKeys;
    this.#indexNames = Object.keys(indexKeys) as I[];
    this.#indexes = this.#emptyIndexes();
  }

  /** Another number after each change. */
  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#objects.size;
  }

  values(): IterableIterator<T> {
    return this.#objects.values();
  }

  get(namespace: string, name: string): T | undefined {
    return this.#objects.get(`${namespace}/${name}`);
  }

  /** All objects whose indexed value is this one. */
  by(index: I, value: string): ReadonlySet<T> {
    return this.#indexes[index].get(value) ?? NOTHING;
  }

  /** @returns the object that was there before */
  set(object: T): T | undefined {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (before) {
      this.#removeFromIndexes(before);
    }
    this.#revision += 1;
    this.#objects.set(key, object);
    this.#addToIndexes(this.#indexes, object);
    return before;
  }

  /** @returns the object that was there */
  delete(object: ProjectedObject): T | undefined {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (before) {
      this.#revision += 1;
      this.#objects.delete(key);
      this.#removeFromIndexes(before);
    }
    return before;
  }

  /**
   * Begins a new copy.
   *
   * @param options.afresh equal versions do not mean equal objects
   */
  stage(options: { afresh: boolean } = { afresh: false }): StagedObjects<T> {
    const objects = new Map<string, T>();
    const indexes = this.#emptyIndexes();
    return {
      add: added => {
        for (const object of added) {
          const key = keyOf(object);
          const before = this.#objects.get(key);
          // An unchanged object stays the same one, so that what hangs on it stays too.
          const kept =
            !options.afresh && isSame(before, object) ? before : object;
          objects.set(key, kept);
          this.#addToIndexes(indexes, kept);
        }
      },
      commit: () => {
        const changes = differences(this.#objects, objects);
        this.#revision += 1;
        this.#objects = objects;
        this.#indexes = indexes;
        return changes;
      },
    };
  }

  #emptyIndexes(): Record<I, Map<string, Set<T>>> {
    return Object.fromEntries(
      this.#indexNames.map(name => [name, new Map<string, Set<T>>()]),
    ) as Record<I, Map<string, Set<T>>>;
  }

  #addToIndexes(indexes: Record<I, Map<string, Set<T>>>, object: T): void {
    for (const name of this.#indexNames) {
      const value = this.#indexKeys[name](object);
      if (value !== undefined) {
        const found = indexes[name].get(value);
        if (found) {
          found.add(object);
        } else {
          indexes[name].set(value, new Set([object]));
        }
      }
    }
  }

  #removeFromIndexes(object: T): void {
    for (const name of this.#indexNames) {
      const value = this.#indexKeys[name](object);
      const found =
        value === undefined ? undefined : this.#indexes[name].get(value);
      if (found?.delete(object) && found.size === 0) {
        this.#indexes[name].delete(value!);
      }
    }
  }
}

function keyOf(object: ProjectedObject): string {
  return `${object.namespace}/${object.name}`;
}

function isSame<T extends ProjectedObject>(
  before: T | undefined,
  after: T,
): before is T {
  return (
    before?.uid === after.uid &&
    before.version === after.version &&
    // Listed anew because whole objects are asked for now.
    (before.whole !== undefined || after.whole === undefined)
  );
}

function differences<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): Array<{ before?: T; after?: T }> {
  const changes: Array<{ before?: T; after?: T }> = [];
  for (const [key, object] of after) {
    const old = before.get(key);
    if (old !== object) {
      changes.push({ before: old, after: object });
    }
  }
  for (const [key, object] of before) {
    if (!after.has(key)) {
      changes.push({ before: object });
    }
  }
  return changes;
}
