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

import type { FetchResponse } from '@backstage/plugin-kubernetes-common';
import type { HeldObject } from '@slipway/backstage-plugin-fleet-node';

/** An object that a fetcher parsed. */
export interface FetchedObject {
  text(): Buffer;
}

/** Objects of one kind as JSON texts, in the place of a `FetchResponse` of the stock plugin. */
export interface TextList {
  type: FetchResponse['type'];
  items: readonly HeldObject[] | readonly FetchedObject[];
}

/** Objects that a fetcher parsed. */
export function toTextList({ type, resources }: FetchResponse): TextList {
  const objects: object[] = resources;
  return {
    type,
    items: objects.map(object => ({
      text: () => Buffer.from(JSON.stringify(object)),
    })),
  };
}
