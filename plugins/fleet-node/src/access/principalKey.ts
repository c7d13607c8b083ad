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

import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';

/**
 * By what answers for one caller are told from those for others; undefined for a caller that nobody knows, for whom
 * nothing is kept.
 *
 * @public
 */
export function principalKey(
  auth: AuthService,
  credentials: BackstageCredentials,
): string | undefined {
  if (auth.isPrincipal(credentials, 'user')) {
    const { userEntityRef, actor } = credentials.principal;
    return JSON.stringify(['user', userEntityRef, actor?.subject]);
  }
  if (auth.isPrincipal(credentials, 'service')) {
    // Two tokens of one subject may be restricted differently.
    const { subject, accessRestrictions } = credentials.principal;
    return JSON.stringify(['service', subject, accessRestrictions]);
  }
  return undefined;
}
