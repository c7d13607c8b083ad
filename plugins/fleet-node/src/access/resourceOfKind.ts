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

import { WATCHED_KINDS, type KindName } from '../projection';
import type { AccessResource } from './AccessReview';

const BY_PLURAL = new Map(
  WATCHED_KINDS.map(({ name, path }) => [name, { group: groupOf(path), name }]),
);

/** The resource of a kind that fleet watches. */
export function resourceOf(plural: KindName): AccessResource {
  return { group: BY_PLURAL.get(plural)?.group ?? '', resource: plural };
}

/**
 * The resource of a kind that fleet watches, such as `Pod`; undefined for other kinds.
 *
 * @public
 */
export function resourceOfKind(kind: string): AccessResource | undefined {
  const found = WATCHED_KINDS.find(candidate => candidate.kind === kind);
  return found && resourceOf(found.name);
}

/** Paths are `/api/v1/pods` and `/apis/apps/v1/deployments`. */
function groupOf(path: string): string {
  const [, root, group] = path.split('/');
  return root === 'apis' ? group : '';
}
