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

/** As the schema of the API says it, for callers that do not come over HTTP. */
const ENTITY_REF = /^[a-zA-Z0-9._-]+:[a-zA-Z0-9._-]+\/[a-zA-Z0-9._-]+$/;
const MAX_LENGTH = 200;

/**
 * The owner of objects, in the form in which entity refs are compared.
 *
 * @throws InputError when it is no full entity ref of a group or a user
 */
export function requireOwnerRef(owner: string): string {
  const ref = owner.toLocaleLowerCase('en-US');
  if (
    owner.length > MAX_LENGTH ||
    !ENTITY_REF.test(owner) ||
    !/^(group|user):/.test(ref)
  ) {
    throw new InputError(
      'An owner is a group or a user, as in group:default/team-feed.',
    );
  }
  return ref;
}
