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

/** A holder without progress for this time loses its place, so that one slow cluster cannot keep others waiting. */
const STALL_MS = 5_000;
/** What counts as progress: who sends a byte now and then takes a place for as long as it likes. */
const PROGRESS_BYTES = 64 * 1024;

/** A place at the gate. */
export interface ListPermit {
  /** So many bytes arrived. */
  progress(bytes: number): void;
  release(): void;
}

interface Waiting {
  go(): void;
}

/**
 * Lets at most some lists at a time through over the whole fleet: lists are what costs memory and time, and after an
 * outage every kind of every cluster wants one.
 */
export class ListGate {
  readonly #queue: Waiting[] = [];
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  /** @throws the signal's reason when it aborts while waiting */
  async enter(signal: AbortSignal): Promise<ListPermit> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
    } else {
      await this.#wait(signal);
    }
    return this.#permit();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { go: resolve };
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        reject(signal.reason);
      };
      waiting.go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.push(waiting);
    });
  }

  #permit(): ListPermit {
    let held = true;
    const leave = () => {
      if (held) {
        held = false;
        this.#passOn();
      }
    };
    const stall = setTimeout(leave, STALL_MS);
    stall.unref();
    let arrived = 0;
    return {
      progress: bytes => {
        arrived += bytes;
        if (held && arrived >= PROGRESS_BYTES) {
          arrived = 0;
          stall.refresh();
        }
      },
      release: () => {
        clearTimeout(stall);
        leave();
      },
    };
  }

  /** A place goes straight to who waits longest, so that nobody slips in between. */
  #passOn(): void {
    const next = this.#queue.shift();
    if (next) {
      next.go();
    } else {
      this.#free += 1;
    }
  }
}
