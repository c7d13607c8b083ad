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

import type { TransportError } from '../transport';

/**
 * What a reflector is at.
 *
 * - `listing`: the first list or a list anew is under way
 * - `watching`: the watch is open
 * - `broken`: the watch was open and failed, or the list failed half way; a try to go on is due
 * - `unreachable`: the last try found nobody
 * - `denied`: the API server refused the last try, or there is no room for what it has
 * - `not-installed`: the cluster does not have the kind
 */
export type ReflectorCondition =
  | 'listing'
  | 'watching'
  | 'broken'
  | 'unreachable'
  | 'denied'
  | 'not-installed';

/** Times by the clock of `monotonicNow`. */
export interface ReflectorStatus {
  condition: ReflectorCondition;
  /** Whether a whole list was ever read. */
  listed: boolean;
  /** When data was last known to be right. */
  asOf?: number;
  error?: TransportError;
  nextTryAt?: number;
  progress?: { read: number; expected?: number };
}

/** What a failed try means for what is shown. */
export function conditionOfError(
  error: TransportError,
  options: { optional: boolean },
): ReflectorCondition {
  switch (error.kind) {
    case 'unauthorized':
    case 'forbidden':
    case 'no-room':
      return 'denied';
    case 'not-found':
      return options.optional ? 'not-installed' : 'unreachable';
    case 'unreachable':
    case 'timeout':
    case 'credential':
      return 'unreachable';
    default:
      return 'broken';
  }
}
