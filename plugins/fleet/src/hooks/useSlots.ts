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
import type {
  ClusterSlots,
  InstanceSize,
} from '@slipway/backstage-plugin-fleet-common';
import { fleetApiRef, type LiveValue } from '../api';
import { useRequest } from './useRequest';
import { useThrottled } from './useThrottled';

const RELOAD_INTERVAL_MS = 5_000;

/** Slots of every cluster for some sizes, in the order of the sizes, read again when `version` changes. */
export function useSlots(
  sizes: InstanceSize[],
  version?: unknown,
): LiveValue<ClusterSlots[][]> {
  const api = useApi(fleetApiRef);
  const key = JSON.stringify(sizes);
  const request = useCallback(
    (signal: AbortSignal) =>
      Promise.all(
        (JSON.parse(key) as InstanceSize[]).map(size =>
          api.getSlots(size, { signal }),
        ),
      ),
    [api, key],
  );
  return useRequest(request, {
    version: useThrottled(version, RELOAD_INTERVAL_MS),
  });
}
