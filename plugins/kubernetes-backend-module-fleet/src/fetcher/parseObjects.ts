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

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';

/** Longest time for which other requests wait for objects to be parsed. */
const TURN_MS = 10;

/** Parses objects one by one, and lets other requests through in between. */
export function parseObjects(
  objects: Iterable<{ text(): Buffer }>,
): Promise<JsonObject[]> {
  return parseTexts(textsOf(objects));
}

/** The same for their JSON texts. */
export async function parseTexts(
  texts: Iterable<Buffer>,
): Promise<JsonObject[]> {
  const objects: JsonObject[] = [];
  let turnBegan = performance.now();
  for (const text of texts) {
    objects.push(JSON.parse(text.toString('utf8')) as JsonObject);
    if (performance.now() - turnBegan > TURN_MS) {
      await nextTurn();
      turnBegan = performance.now();
    }
  }
  return objects;
}

function* textsOf(objects: Iterable<{ text(): Buffer }>): Iterable<Buffer> {
  for (const object of objects) {
    yield object.text();
  }
}
