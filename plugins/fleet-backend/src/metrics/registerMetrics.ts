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

import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import type { AccessReviews } from '../reviews';
import type { UpdateService } from '../updates';
import { registerClusterMetrics } from './registerClusterMetrics';
import { registerEventLoopMetrics } from './registerEventLoopMetrics';
import { registerServingMetrics } from './registerServingMetrics';

/**
 * What an operator watches; docs/reference/metrics.md lists it.
 *
 * @returns how to stop measuring
 */
export function registerMetrics(
  metrics: MetricsService,
  sources: {
    fleet: FleetService;
    reviews: AccessReviews;
    updates: UpdateService;
  },
): () => void {
  registerClusterMetrics(metrics, sources.fleet);
  registerServingMetrics(metrics, sources);
  return registerEventLoopMetrics(metrics);
}
