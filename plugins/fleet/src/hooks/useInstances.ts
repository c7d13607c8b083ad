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
  InstancePage,
  InstanceQuery,
} from '@slipway/backstage-plugin-fleet-common';
import { fleetApiRef, type LiveValue } from '../api';
import { useRequest } from './useRequest';
import { useThrottled } from './useThrottled';
import { useUpdates } from './useUpdates';

/** A page of 5,000 instances is not read again more often than this. */
const RELOAD_INTERVAL_MS = 1_000;

/** A page of the instances of an app in a cluster, read again when they change; the last page stays until the next came. */
export function useInstances(
  entityRef: string,
  query: InstanceQuery,
): LiveValue<InstancePage> {
  const api = useApi(fleetApiRef);
  const { cluster, filter, search, offset, limit } = query;
  const changes = useUpdates({ type: 'instances', entityRef, cluster });
  const version = useThrottled(changes.value, RELOAD_INTERVAL_MS);
  const request = useCallback(
    (signal: AbortSignal) =>
      api.getInstances(
        entityRef,
        { cluster, filter, search, offset, limit },
        { signal },
      ),
    [api, entityRef, cluster, filter, search, offset, limit],
  );
  return useRequest(request, { version, subject: `${entityRef}@${cluster}` });
}
