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

import type {
  AppClusterStatus,
  Health,
  HealthReason,
  HealthState,
} from '@slipway/backstage-plugin-fleet-common';

const WORST_FIRST: HealthState[] = [
  'failing',
  'attention',
  'starting',
  'unknown',
  'healthy',
];

const SEVERITY_WORST_FIRST: Array<HealthReason['severity']> = [
  'failing',
  'attention',
  'starting',
];

/** An app is as well as it is in the cluster where it is worst. Nothing known of it anywhere is `unknown`. */
export function combineHealth(statuses: AppClusterStatus[]): Health {
  const known = statuses.flatMap(({ status }) =>
    status ? [status.health] : [],
  );
  const state =
    WORST_FIRST.find(candidate =>
      known.some(health => health.state === candidate),
    ) ?? 'unknown';
  return {
    state,
    reasons: known
      .flatMap(health => health.reasons)
      .sort(
        (a, b) =>
          SEVERITY_WORST_FIRST.indexOf(a.severity) -
            SEVERITY_WORST_FIRST.indexOf(b.severity) ||
          b.instances - a.instances,
      ),
  };
}
