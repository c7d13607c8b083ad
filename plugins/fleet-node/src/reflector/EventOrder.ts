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

import type { KindName, ProjectedEvent, ProjectedObject } from '../projection';
import { isOlder } from './resourceVersion';

/** What events change. */
export interface OrderedTarget<K extends KindName> {
  apply(events: Array<ProjectedEvent<K>>): void;
  /** The resourceVersion of the object of this name that is known now. */
  versionOf(object: ProjectedObject): string | undefined;
}

type ObjectEvent<K extends KindName> = Extract<
  ProjectedEvent<K>,
  { object: unknown }
>;

/**
 * Applies the events of a watch such that neither the watch nor an object goes back to an older version.
 *
 * An API server sends each event once and in the order of versions. Proxies and faulty servers have sent them twice and
 * late; what was applied in another order than it happened would stay wrong for ever.
 */
export class EventOrder<K extends KindName> {
  readonly #target: OrderedTarget<K>;
  #newest: string;
  #deleted: ProjectedObject | undefined;

  /**
   * @param version where the watch begins
   * @param deleted what was deleted last before, where that was the newest change
   */
  constructor(
    target: OrderedTarget<K>,
    version: string,
    deleted?: ProjectedObject,
  ) {
    this.#target = target;
    this.#newest = version;
    this.#deleted = deleted;
  }

  /** The newest version that was seen: where the watch goes on. */
  get newest(): string {
    return this.#newest;
  }

  /** What was deleted, where that is the newest change. */
  get deleted(): ProjectedObject | undefined {
    return this.#deleted;
  }

  /** @returns false when the events cannot be put in order, so that the kind has to be listed anew */
  apply(events: ReadonlyArray<ProjectedEvent<K>>): boolean {
    let ready: Array<ProjectedEvent<K>> = [];
    for (const event of events) {
      if (event.type === 'ERROR') {
        continue;
      }
      if (this.#isNew(event.version)) {
        this.#newest = event.version;
        if (event.type !== 'BOOKMARK') {
          this.#deleted = event.type === 'DELETED' ? event.object : undefined;
        }
        ready.push(event);
      } else if (event.type !== 'BOOKMARK') {
        this.#target.apply(ready);
        ready = [];
        const late = this.#judge(event);
        if (late === 'unclear') {
          return false;
        }
        if (late === 'news') {
          ready.push(event);
        }
      }
    }
    this.#target.apply(ready);
    return true;
  }

  #isNew(version: string): boolean {
    return version !== this.#newest && !isOlder(version, this.#newest);
  }

  /** What an event means that comes after a newer one. */
  #judge({
    type,
    version,
    object,
  }: ObjectEvent<K>): 'news' | 'old' | 'unclear' {
    const known = this.#target.versionOf(object);
    if (known === undefined) {
      // It may have been deleted since, by an event that was here already.
      return type === 'DELETED' ? 'old' : 'unclear';
    }
    if (known === version) {
      return type === 'DELETED' ? 'news' : 'old';
    }
    return isOlder(version, known) ? 'old' : 'news';
  }
}
