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

/** Whom the fleet serves, and what that saves. */
export function registerServingMetrics(
  metrics: MetricsService,
  {
    fleet,
    reviews,
    updates,
  }: { fleet: FleetService; reviews: AccessReviews; updates: UpdateService },
): void {
  metrics
    .createObservableUpDownCounter('slipway.fleet.update.streams', {
      description: 'Open update streams of this replica',
      unit: '{stream}',
    })
    .addCallback(result => result.observe(updates.open));
  metrics
    .createObservableCounter('slipway.fleet.views', {
      description: 'Views of an app by a person',
      unit: '{view}',
    })
    .addCallback(result =>
      result.observe(fleet.getRequestCounts().totals.views),
    );
  metrics
    .createObservableCounter('slipway.fleet.api.requests_saved', {
      description:
        'Requests that the same views would have cost the stock Kubernetes plugin',
      unit: '{request}',
    })
    .addCallback(result =>
      result.observe(fleet.getRequestCounts().totals.saved),
    );
  metrics
    .createObservableCounter('slipway.fleet.access_reviews', {
      description:
        'Questions about what viewers may see, answered by a cluster or from memory',
      unit: '{review}',
    })
    .addCallback(result => {
      result.observe(reviews.made, { source: 'cluster' });
      result.observe(reviews.saved, { source: 'memory' });
    });
}
