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
import type { KindName } from '../projection';
import type { TransportError } from '../transport';
import { MemoryShare } from './MemoryShare';

/** A kind that was crowded out comes back only below this part of the ceiling, so that it does not go again at once. */
const COMES_BACK_BELOW = 0.9;

/**
 * Keeps what the fleet knows below a ceiling.
 *
 * When it is reached, one kind of one cluster gives way whole, so that all others go on: the largest of those that are
 * being read for the first time, or else the largest. Its reflector drops it, says so, and tries from time to time
 * whether there is room again.
 */
export class MemoryBudget {
  readonly #maxBytes: number;
  readonly #logger: LoggerService;
  readonly #shares = new Set<MemoryShare>();

  static create(options: {
    maxBytes: number;
    logger: LoggerService;
  }): MemoryBudget {
    return new MemoryBudget(options.maxBytes, options.logger);
  }

  private constructor(maxBytes: number, logger: LoggerService) {
    this.#maxBytes = maxBytes;
    this.#logger = logger;
  }

  /** What all clusters take, in bytes. */
  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#shares) {
      sum += bytes;
    }
    return sum;
  }

  /** The part of one kind of one cluster. */
  share(cluster: string, kind: KindName): MemoryShare {
    const share = new MemoryShare(cluster, kind, this);
    this.#shares.add(share);
    return share;
  }

  /** Its cluster left the fleet. */
  remove(share: MemoryShare): void {
    this.#shares.delete(share);
  }

  /** Whether so much more would stay well below the ceiling. */
  hasRoom(bytes: number): boolean {
    return this.bytes + bytes <= COMES_BACK_BELOW * this.#maxBytes;
  }

  /** Why a kind is not kept. */
  refusal(kind: KindName): TransportError {
    const mebibytes = Math.round(this.#maxBytes / 2 ** 20);
    return {
      kind: 'no-room',
      message: `has more ${kind} than Slipway has room for in memory (slipway.fleet.maxMemory is ${mebibytes} MiB)`,
    };
  }

  /** Something grew. */
  check(): void {
    while (this.bytes > this.#maxBytes) {
      const share = this.#chooseLeaver();
      const { cluster, kind, bytes } = share;
      this.#logger.warn(
        `What fleet knows reached slipway.fleet.maxMemory; ${kind} of ${cluster}, which took most, are no longer kept. Raise it, or leave the cluster out`,
        { cluster, kind, bytes, maxBytes: this.#maxBytes },
      );
      share.leave(this.refusal(kind));
    }
  }

  #chooseLeaver(): MemoryShare {
    const shares = [...this.#shares].filter(({ bytes }) => bytes > 0);
    const unfinished = shares.filter(({ finished }) => !finished);
    return (unfinished.length > 0 ? unfinished : shares).reduce((one, other) =>
      other.bytes > one.bytes ? other : one,
    );
  }
}
