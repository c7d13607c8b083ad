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

import type { KindName } from '../projection';
import type { ListProgress, Room } from '../reflector';
import type { TransportError } from '../transport';
import type { MemoryBudget } from './MemoryBudget';

/** What one kind of one cluster takes of the budget. */
export class MemoryShare implements Room {
  readonly cluster: string;
  readonly kind: KindName;
  readonly #budget: MemoryBudget;
  #held = 0;
  /** What the list that is under way takes; the copy before is not counted beside it. */
  #staged = 0;
  #finished = false;
  #state: 'in' | 'leaving' | 'out' = 'in';
  #onLeave: (reason: TransportError) => void = () => {};

  constructor(cluster: string, kind: KindName, budget: MemoryBudget) {
    this.cluster = cluster;
    this.kind = kind;
    this.#budget = budget;
  }

  get bytes(): number {
    return this.#state === 'leaving' ? 0 : Math.max(this.#held, this.#staged);
  }

  /** Whether a whole list was read. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Calls back when what is held has to be dropped. */
  onLeave(listener: (reason: TransportError) => void): void {
    this.#onLeave = listener;
  }

  leave(reason: TransportError): void {
    this.#state = 'leaving';
    this.#finished = false;
    this.#onLeave(reason);
  }

  /** The list that is under way takes so many bytes by now. */
  stage(bytes: number): void {
    this.#staged = bytes;
    this.#budget.check();
  }

  /** The list took the place of what was held. */
  commit(bytes: number): void {
    this.#held = bytes;
    this.#staged = 0;
    if (this.#state === 'leaving') {
      // It is out once it is empty.
      this.#state = bytes === 0 ? 'out' : 'leaving';
    } else {
      this.#state = 'in';
      this.#finished = true;
    }
  }

  /** Nothing is kept of it any more. */
  close(): void {
    this.#budget.remove(this);
  }

  /** What is held grew or shrank. */
  change(bytes: number): void {
    this.#held += bytes;
    if (bytes > 0) {
      this.#budget.check();
    }
  }

  /** Once crowded out, a kind comes back only when all of it finds room: the first page tells how much that is. */
  refuses({ read, expected }: ListProgress): TransportError | undefined {
    if (this.#state !== 'out' || read === 0) {
      return undefined;
    }
    const whole = (this.#staged / read) * Math.max(read, expected ?? read);
    return this.#budget.hasRoom(whole - this.bytes)
      ? undefined
      : this.#budget.refusal(this.kind);
  }
}
