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
  HealthReason,
  InstanceState,
} from '@slipway/backstage-plugin-fleet-common';

/**
 * Why one instance is not as it should be. `one` and `many` follow a number and `instance` or `instances`, so that
 * equal problems of many instances become one counted sentence.
 */
export interface Problem {
  code: string;
  severity: HealthReason['severity'];
  /** `crashes: exit code 137 (out of memory)` */
  one: string;
  /** `crash: exit code 137 (out of memory)` */
  many: string;
  /** Epoch milliseconds. */
  since?: number;
  exitCode?: number;
}

/** What a pod's status means. */
export interface PodAssessment {
  state: InstanceState;
  /** In words, for a row of a table. */
  message: string;
  problem?: Problem;
}
