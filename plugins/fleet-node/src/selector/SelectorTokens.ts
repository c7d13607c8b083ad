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

import { InputError } from '@backstage/errors';
import { quote } from './names';

const TOKEN = /\s*(==|!=|[=!<>(),]|[^\s=!<>(),]+)/y;

/** The words and signs of a label selector, one after the other. */
export class SelectorTokens {
  readonly #text: string;
  readonly #tokens: string[] = [];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    const trimmed = text.trim();
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < trimmed.length) {
      const match = TOKEN.exec(trimmed);
      if (!match) {
        throw this.error('cannot be read');
      }
      this.#tokens.push(match[1]);
    }
  }

  peek(): string | undefined {
    return this.#tokens[this.#position];
  }

  next(): string | undefined {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  expect(token: string): void {
    const found = this.next();
    if (found !== token) {
      throw this.error(
        `has ${quote(found ?? 'its end')} where ${quote(token)} should be`,
      );
    }
  }

  error(problem: string): InputError {
    return new InputError(
      `The label selector ${quote(this.#text)} ${problem}.`,
    );
  }
}
