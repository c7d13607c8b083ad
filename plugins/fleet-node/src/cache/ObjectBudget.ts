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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ObjectsConfig } from '../config';
import type { KindName } from '../projection';

/** What whole objects take, over all clusters. */
export interface ObjectUsage {
  bytes: number;
  /** Kinds that are no longer held, since together they did not fit. */
  givenUp: KindName[];
}

/**
 * Says which kinds are held as whole objects, over the fleet, and keeps what they take below a ceiling: when it is
 * reached, the kind that takes most is given up for as long as the process runs, so that the others stay.
 */
export class ObjectBudget {
  readonly #config: ObjectsConfig;
  readonly #logger: LoggerService;
  readonly #bytes = new Map<KindName, number>();
  readonly #givenUp = new Set<KindName>();
  readonly #listeners = new Set<(kind: KindName) => void>();
  #wanted: boolean;

  static create(options: {
    config: ObjectsConfig;
    logger: LoggerService;
  }): ObjectBudget {
    return new ObjectBudget(options.config, options.logger);
  }

  private constructor(config: ObjectsConfig, logger: LoggerService) {
    this.#config = config;
    this.#logger = logger;
    this.#wanted = config.enabled === true;
  }

  /** Somebody asks for whole objects; config has the last word. */
  want(): void {
    this.#wanted = this.#config.enabled !== false;
  }

  holds(kind: KindName): boolean {
    return (
      this.#wanted &&
      !this.#givenUp.has(kind) &&
      (this.#config.kinds === undefined || this.#config.kinds.has(kind))
    );
  }

  /** What is held of a kind grew or shrank by this many bytes. */
  change(kind: KindName, bytes: number): void {
    if (this.holds(kind) && bytes !== 0) {
      this.#bytes.set(kind, (this.#bytes.get(kind) ?? 0) + bytes);
      while (this.#total() > this.#config.maxBytes) {
        this.#giveUpLargest();
      }
    }
  }

  usage(): ObjectUsage {
    return { bytes: this.#total(), givenUp: [...this.#givenUp] };
  }

  /**
   * Calls back when a kind is given up; what is held of it has to be dropped then.
   *
   * @returns how to stop
   */
  onGivenUp(listener: (kind: KindName) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #giveUpLargest(): void {
    const sizes = [...this.#bytes];
    const [kind, bytes] = sizes.reduce((one, other) =>
      other[1] > one[1] ? other : one,
    );
    this.#givenUp.add(kind);
    this.#bytes.delete(kind);
    this.#logger.warn(
      `Whole objects reached slipway.fleet.objects.maxMemory; ${kind}, which took most, are no longer held. Raise it, or leave kinds out of slipway.fleet.objects.kinds`,
      { kind, bytes, maxBytes: this.#config.maxBytes },
    );
    this.#listeners.forEach(listener => listener(kind));
  }

  #total(): number {
    let sum = 0;
    for (const bytes of this.#bytes.values()) {
      sum += bytes;
    }
    return sum;
  }
}
