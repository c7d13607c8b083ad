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

/** By namespace and name: a key made of both would be one more string for each object. */
type Objects<T> = Map<string, Map<string, T>>;

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
  #objects: Objects<T> = new Map();
  #size = 0;
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
    return this.#size;
  }

  values(): Iterable<T> {
    return valuesOf(this.#objects);
  }

  get(namespace: string, name: string): T | undefined {
    return this.#objects.get(namespace)?.get(name);
  }

  /** All objects of this namespace, or whose indexed value is this one. */
  by(index: I | 'namespace', value: string): Iterable<T> {
    const found =
      index === 'namespace'
        ? this.#objects.get(value)?.values()
        : this.#indexes[index].get(value);
    return found ?? [];
  }

  /** @returns the object that was there before */
  set(object: T): T | undefined {
    const before = put(this.#objects, object);
    if (before) {
      this.#removeFromIndexes(this.#indexes, before);
    } else {
      this.#size += 1;
    }
    this.#revision += 1;
    this.#addToIndexes(this.#indexes, object);
    return before;
  }

  /** @returns the object that was there */
  delete(object: ProjectedObject): T | undefined {
    const { namespace, name } = object;
    const neighbours = this.#objects.get(namespace);
    const before = neighbours?.get(name);
    if (neighbours && before) {
      this.#revision += 1;
      this.#size -= 1;
      neighbours.delete(name);
      if (neighbours.size === 0) {
        this.#objects.delete(namespace);
      }
      this.#removeFromIndexes(this.#indexes, before);
    }
    return before;
  }

  /**
   * Begins a new copy.
   *
   * @param options.afresh equal versions do not mean equal objects
   */
  stage(options: { afresh: boolean } = { afresh: false }): StagedObjects<T> {
    const objects: Objects<T> = new Map();
    let size = 0;
    const indexes = this.#emptyIndexes();
    return {
      add: added => {
        for (const object of added) {
          const before = this.get(object.namespace, object.name);
          // An unchanged object stays the same one, so that what hangs on it stays too.
          const kept =
            !options.afresh && isSame(before, object) ? before : object;
          const twice = put(objects, kept);
          if (twice) {
            this.#removeFromIndexes(indexes, twice);
          } else {
            size += 1;
          }
          this.#addToIndexes(indexes, kept);
        }
      },
      commit: () => {
        const changes = differences(this.#objects, objects);
        this.#revision += 1;
        this.#objects = objects;
        this.#size = size;
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

  #removeFromIndexes(indexes: Record<I, Map<string, Set<T>>>, object: T): void {
    for (const name of this.#indexNames) {
      const value = this.#indexKeys[name](object);
      const found = value === undefined ? undefined : indexes[name].get(value);
      if (found?.delete(object) && found.size === 0) {
        indexes[name].delete(value!);
      }
    }
  }
}

function* valuesOf<T>(objects: Objects<T>): Generator<T> {
  for (const inNamespace of objects.values()) {
    yield* inNamespace.values();
  }
}

/** @returns what was there before */
function put<T extends ProjectedObject>(
  objects: Objects<T>,
  object: T,
): T | undefined {
  const { namespace, name } = object;
  const neighbours = objects.get(namespace);
  const before = neighbours?.get(name);
  if (neighbours) {
    neighbours.set(name, object);
  } else {
    objects.set(namespace, new Map([[name, object]]));
  }
  return before;
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

function differences<T extends ProjectedObject>(
  before: Objects<T>,
  after: Objects<T>,
): Array<{ before?: T; after?: T }> {
  const changes: Array<{ before?: T; after?: T }> = [];
  for (const object of valuesOf(after)) {
    const old = before.get(object.namespace)?.get(object.name);
    if (old !== object) {
      changes.push({ before: old, after: object });
    }
  }
  for (const object of valuesOf(before)) {
    if (!after.get(object.namespace)?.has(object.name)) {
      changes.push({ before: object });
    }
  }
  return changes;
}
