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

/**
 * What a view knows of a value.
 *
 * - `loading`: nothing came yet
 * - `ready`: the value is the newest one known
 * - `denied`: the viewer may not see it, or it does not exist; the backend does not tell which
 * - `error`: it could not be read, and there is no earlier value
 */
export interface Snapshot<T> {
  state: 'loading' | 'ready' | 'denied' | 'error';
  value?: T;
  error?: Error;
  /** Whether updates reach this value; false while the connection to the portal is broken. */
  connected: boolean;
}

/** A value with the way to ask for it again. */
export interface LiveValue<T> extends Snapshot<T> {
  retry: () => void;
}

const DENIED_STATUS_CODES = [403, 404];

/** @returns whether an answer says that the viewer may not see something, or that it does not exist */
export function isDenied(error: Error): boolean {
  const { statusCode } = error as Error & { statusCode?: number };
  return (
    (statusCode !== undefined && DENIED_STATUS_CODES.includes(statusCode)) ||
    error.name === 'NotAllowedError' ||
    error.name === 'NotFoundError'
  );
}

/** @returns whether asking again may bring an answer: nothing answered, or something behind it failed */
export function isTemporary(error: Error | undefined): boolean {
  const { statusCode } = (error ?? {}) as { statusCode?: number };
  return statusCode === undefined || statusCode >= 500;
}
