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
 * Answers that viewers who ask the same within a short time share. A failure is shared too, so that what cannot answer
 * is not asked the more often for it.
 */
export class SharedAnswers<T> {
  readonly #answers = new Map<string, Promise<T>>();
  readonly #milliseconds: number;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** @returns the answer to the same question of a moment ago, or the one to this */
  get(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known) {
      return known;
    }
    const answer = ask();
    this.#answers.set(key, answer);
    setTimeout(() => this.#answers.delete(key), this.#milliseconds).unref();
    return answer;
  }
}
