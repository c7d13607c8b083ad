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

const SECOND_MS = 1000;

/** Prints what goes on, and how long each step took. */
export class Progress {
  readonly #write: (line: string) => void;
  readonly #startedAt = Date.now();

  static create(write: (line: string) => void): Progress {
    return new Progress(write);
  }

  /** For tests: says nothing. */
  static silent(): Progress {
    return new Progress(() => {});
  }

  private constructor(write: (line: string) => void) {
    this.#write = write;
  }

  info(line: string): void {
    this.#write(line);
  }

  /** Runs a step and prints its time when it is done. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = Date.now();
    const result = await work();
    this.#write(`${name.padEnd(58)} ${seconds(Date.now() - startedAt)}`);
    return result;
  }

  /** Time since the first line, for the last one. */
  get total(): string {
    return seconds(Date.now() - this.#startedAt);
  }
}

function seconds(ms: number): string {
  return `${(ms / SECOND_MS).toFixed(1).padStart(6)} s`;
}
