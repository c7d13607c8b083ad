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

import type { Right, Scope } from './Right';

/** Whether somebody may do something; if not, why, in a plain sentence that names the cluster once. */
export type Verdict =
  | { allowed: true }
  | {
      allowed: false;
      reason: string;
      /** Epoch milliseconds. */
      since: number;
    };

/** What one person or plugin may do in one cluster, beside what the permission policy says. */
export interface ClusterRights {
  /** The policy alone decides: every check is allowed. */
  readonly unrestricted: boolean;
  /** Costs no I/O: what is not known is denied for now, and asked for by whoever settles the viewer. */
  check(right: Right, scope?: Scope): Verdict;
}

export const ALLOWED: Verdict = { allowed: true };

/** Where the permission policy alone decides. */
export const UNRESTRICTED: ClusterRights = {
  unrestricted: true,
  check: () => ALLOWED,
};

/** Whom the cluster's RBAC cannot be asked about. */
export function noRights(reason: string, since: number): ClusterRights {
  return {
    unrestricted: false,
    check: () => ({ allowed: false, reason, since }),
  };
}
