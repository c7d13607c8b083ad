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

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  fleetApiRef,
  getFleetStore,
  type LiveValue,
  type Topic,
  type TopicValues,
} from '../api';

/** Keeps a topic up to date while the view is mounted. */
export function useUpdates<T extends Topic>(
  topic: T,
): LiveValue<TopicValues[T['type']]> {
  const store = getFleetStore(useApi(fleetApiRef));
  const key = JSON.stringify(topic);
  const stable = useMemo(() => JSON.parse(key) as T, [key]);
  const subscribe = useCallback(
    (listener: () => void) => store.subscribe(stable, listener),
    [store, stable],
  );
  const snapshot = useSyncExternalStore(subscribe, () =>
    store.getSnapshot(stable),
  );
  const retry = useCallback(() => store.retry(stable), [store, stable]);
  return { ...snapshot, retry };
}
