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

import { toError } from '@backstage/errors';
import type { WatchedKind } from '../projection';
import { withoutFullStop, type TransportError } from '../transport';
import { conditionOfError, type ReflectorCondition } from './ReflectorStatus';

/** How a try ended that needs a rest before the next one; without an error when it just ended too soon. */
export interface Failure {
  condition: ReflectorCondition;
  error?: TransportError;
}

/** What the API server, or the way to it, said. */
export function failureOf(error: TransportError, kind: WatchedKind): Failure {
  const { optional } = kind;
  return { condition: conditionOfError(error, { optional }), error };
}

/** The API server no longer knows what it has just listed. */
export function forgetful(kind: WatchedKind): Failure {
  return {
    condition: 'broken',
    error: {
      kind: 'gone',
      message: `no longer knows the state that it sent (HTTP 410, watch ${kind.name})`,
    },
  };
}

/**
 * Events were mixed up.
 *
 * @param retryAfterMs a server that mixes them up each time must not be listed in a tight loop, though events come
 */
export function unordered(kind: WatchedKind, retryAfterMs: number): Failure {
  return {
    condition: 'broken',
    error: {
      kind: 'server-error',
      message: `sent events in the wrong order (watch ${kind.name})`,
      retryAfterMs,
    },
  };
}

/** A fault of Slipway's own, or an answer that nobody expected. */
export function unreadable(error: unknown): Failure {
  const { message } = toError(error);
  return {
    condition: 'broken',
    error: {
      kind: 'server-error',
      message: `cannot be read: ${withoutFullStop(message)}`,
    },
  };
}
