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

import { useCallback, useEffect, useState } from 'react';
import { isDenied, type LiveValue, type Snapshot } from '../api';

/**
 * A value that is read by request, and again whenever `version` or the identity of `request` changes.
 *
 * A new identity means another thing, so the old value goes; a new version means the same thing again, so it stays.
 */
export function useRequest<T>(
  request: (signal: AbortSignal) => Promise<T>,
  version: unknown = 0,
): LiveValue<T> {
  const [held, setHeld] = useState<{
    request: unknown;
    snapshot: Snapshot<T>;
  }>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    const settle = (snapshot: Snapshot<T>) => {
      if (!controller.signal.aborted) {
        setHeld({ request, snapshot });
      }
    };
    request(controller.signal).then(
      value => settle({ state: 'ready', value, connected: true }),
      error =>
        settle({
          state: isDenied(error) ? 'denied' : 'error',
          error,
          connected: true,
        }),
    );
    return () => controller.abort();
  }, [request, version, attempt]);

  const retry = useCallback(() => setAttempt(count => count + 1), []);
  const snapshot: Snapshot<T> =
    held?.request === request
      ? held.snapshot
      : { state: 'loading', connected: true };
  return { ...snapshot, retry };
}
