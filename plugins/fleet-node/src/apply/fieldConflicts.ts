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

import type { FieldConflict } from '@slipway/backstage-plugin-fleet-common';
import type { KubernetesStatus } from '../transport';

const FIELD_MANAGER_CONFLICT = 'FieldManagerConflict';

/**
 * Who else owns which field, from an API server's answer to an apply (`causes` with reason `FieldManagerConflict`).
 */
export function fieldConflicts(
  status: KubernetesStatus | undefined,
): FieldConflict[] {
  return (status?.details?.causes ?? [])
    .filter(({ reason }) => reason === FIELD_MANAGER_CONFLICT)
    .map(({ field, message }) => ({
      path: (field ?? '').replace(/^\./, ''),
      manager: /conflict with "([^"]+)"/.exec(message ?? '')?.[1] ?? 'unknown',
    }));
}
