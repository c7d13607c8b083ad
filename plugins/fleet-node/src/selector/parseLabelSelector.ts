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
import type { LabelRequirement } from './AppSelector';
import { SelectorTokens } from './SelectorTokens';
import { isLabelKey, isLabelValue, quote } from './names';

/** Longest selector that is read, in characters. */
const MAX_LENGTH = 2_000;
const MAX_REQUIREMENTS = 32;
const MAX_VALUES = 64;

/**
 * Parses a label selector as Kubernetes does (apimachinery `labels.Parse`): equality and set based requirements with
 * commas between them. `a!=b` and `a notin (b)` also choose objects without the label.
 *
 * @throws InputError with a sentence that says what is wrong
 */
export function parseLabelSelector(text: string): LabelRequirement[] {
  if (text.length > MAX_LENGTH) {
    throw new InputError(
      `A label selector has at most ${MAX_LENGTH} characters; this one has ${text.length}.`,
    );
  }
  const tokens = new SelectorTokens(text);
  const requirements: LabelRequirement[] = [];
  while (tokens.peek() !== undefined) {
    requirements.push(parseRequirement(tokens));
    if (requirements.length > MAX_REQUIREMENTS) {
      throw new InputError(
        `A label selector has at most ${MAX_REQUIREMENTS} requirements.`,
      );
    }
    if (tokens.peek() !== undefined) {
      tokens.expect(',');
      if (tokens.peek() === undefined) {
        throw tokens.error('ends with a comma');
      }
    }
  }
  return requirements;
}

function parseRequirement(tokens: SelectorTokens): LabelRequirement {
  if (tokens.peek() === '!') {
    tokens.next();
    return { key: parseKey(tokens), operator: 'doesnotexist', values: [] };
  }
  const key = parseKey(tokens);
  const operator = tokens.peek();
  switch (operator) {
    case undefined:
    case ',':
      return { key, operator: 'exists', values: [] };
    case '=':
    case '==':
      tokens.next();
      return { key, operator: 'in', values: [parseValue(tokens)] };
    case '!=':
      tokens.next();
      return { key, operator: 'notin', values: [parseValue(tokens)] };
    case 'in':
    case 'notin':
      tokens.next();
      return { key, operator, values: parseValues(tokens) };
    case '<':
    case '>':
      throw tokens.error('compares numbers, which apps are not chosen by');
    default:
      throw tokens.error(`has ${quote(operator)} where an operator should be`);
  }
}

function parseKey(tokens: SelectorTokens): string {
  const key = tokens.next();
  if (key === undefined || !isLabelKey(key)) {
    throw tokens.error(`has ${quote(key ?? '')} where a label key should be`);
  }
  return key;
}

/** A value may be empty: `key=` chooses the empty value. */
function parseValue(tokens: SelectorTokens): string {
  const value = tokens.peek();
  if (value === undefined || value === ',' || value === ')') {
    return '';
  }
  tokens.next();
  if (!isLabelValue(value)) {
    throw tokens.error(`has ${quote(value)} where a label value should be`);
  }
  return value;
}

function parseValues(tokens: SelectorTokens): string[] {
  tokens.expect('(');
  const values = new Set([parseValue(tokens)]);
  while (tokens.peek() === ',') {
    tokens.next();
    values.add(parseValue(tokens));
  }
  tokens.expect(')');
  if (values.size > MAX_VALUES) {
    throw new InputError(
      `A label selector has at most ${MAX_VALUES} values for a key.`,
    );
  }
  return [...values];
}
