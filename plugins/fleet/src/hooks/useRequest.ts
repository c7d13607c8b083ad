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

import { useCallback, useEffect, useRef, useState } from 'react';
import {
  Backoff,
  isDenied,
  isTemporary,
  type LiveValue,
  type Snapshot,
} from '../api';

const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 30_000;

/** How a value is read again. */
export interface RequestOptions {
  /** The same thing is read again whenever this changes. */
  version?: unknown;
  /**
   * What the value is about. While it stays, the last value stays in view until the next one came, for example while
   * somebody types in a filter. By default each request is about a thing of its own.
   */
  subject?: unknown;
}

/** A value with whether a newer one is on its way. */
export interface RequestedValue<T> extends LiveValue<T> {
  pending: boolean;
}

interface Held<T> {
  request: unknown;
  subject: unknown;
  snapshot: Snapshot<T>;
}

/**
 * A value that is read by request, and again whenever the identity of `request` changes, and by itself after a failure
 * that may pass.
 */
export function useRequest<T>(
  request: (signal: AbortSignal) => Promise<T>,
  { version, subject = request }: RequestOptions = {},
): RequestedValue<T> {
  const [held, setHeld] = useState<Held<T>>();
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt(count => count + 1), []);
  const backoff = useRef(
    new Backoff({ minMs: RETRY_MIN_MS, maxMs: RETRY_MAX_MS }),
  );

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onValue = (value: T) => {
      backoff.current.reset();
      const snapshot = { state: 'ready' as const, value, connected: true };
      setHeld({ request, subject, snapshot });
    };
    const onError = (error: Error) => {
      const state: Snapshot<T>['state'] = isDenied(error) ? 'denied' : 'error';
      if (state === 'error' && isTemporary(error)) {
        timer = setTimeout(again, backoff.current.next());
      }
      setHeld(last => {
        // What was read of the same thing stays in view.
        const value =
          last && last.subject === subject ? last.snapshot.value : undefined;
        const snapshot = { state, error, value, connected: true };
        return { request, subject, snapshot };
      });
    };
    request(signal).then(
      value => signal.aborted || onValue(value),
      error => signal.aborted || onError(error),
    );
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [request, subject, version, attempt, again]);

  const snapshot: Snapshot<T> =
    held && held.subject === subject
      ? held.snapshot
      : { state: 'loading', connected: true };
  return { ...snapshot, pending: held?.request !== request, retry: again };
}
