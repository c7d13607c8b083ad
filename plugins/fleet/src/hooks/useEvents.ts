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

import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { AppEvent } from '@slipway/backstage-plugin-fleet-common';
import { fleetApiRef, type LiveValue } from '../api';
import { useRequest } from './useRequest';
import { useThrottled } from './useThrottled';
import { useUpdates } from './useUpdates';

/** Events are read from the cluster itself, so less often than instances. */
const RELOAD_INTERVAL_MS = 5_000;

/** The events of an app in a cluster, newest first, read again when its instances change. */
export function useEvents(
  entityRef: string,
  cluster: string,
): LiveValue<AppEvent[]> {
  const api = useApi(fleetApiRef);
  const changes = useUpdates({ type: 'instances', entityRef, cluster });
  const version = useThrottled(changes.value, RELOAD_INTERVAL_MS);
  const request = useCallback(
    (signal: AbortSignal) => api.getEvents(entityRef, { cluster }, { signal }),
    [api, entityRef, cluster],
  );
  return useRequest(request, { version });
}
