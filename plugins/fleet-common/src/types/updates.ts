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

import type { AppStatus } from './app';
import type { FleetSummary } from './cluster';

/**
 * What a viewer has open: the update stream carries only that, and only what the viewer may see.
 *
 * @public
 */
export interface UpdateSubscription {
  /** The Fleet page. */
  fleet?: boolean;
  /** Entity refs of open apps. */
  apps?: string[];
  /** The instances of an app in a cluster. */
  instances?: Array<{ entityRef: string; cluster: string }>;
}

/**
 * A message of the update stream. Each carries the whole new value, so that a lost one does no harm.
 *
 * @public
 */
export type FleetUpdate =
  | { type: 'fleet'; summary: FleetSummary }
  | { type: 'app'; status: AppStatus }
  | { type: 'instances'; entityRef: string; cluster: string }
  | { type: 'denied'; entityRef: string }
  | { type: 'ping' };
