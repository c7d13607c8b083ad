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
import type { UpdateService } from '../updates';

/** What an operator watches: how old the cache is, what it holds, what it costs and whom it serves. */
export function registerMetrics(
  metrics: MetricsService,
  { fleet, updates }: { fleet: FleetService; updates: UpdateService },
): void {
  metrics
    .createObservableGauge('slipway.fleet.cluster.live', {
      description: 'Whether the cluster is live',
    })
    .addCallback(result => {
      for (const { name, freshness } of fleet.listClusters()) {
        result.observe(freshness.state === 'live' ? 1 : 0, { cluster: name });
      }
    });
  metrics
    .createObservableGauge('slipway.fleet.cluster.age', {
      description: 'Time since the data of the cluster was last known right',
      unit: 's',
    })
    .addCallback(result => {
      for (const { name, freshness } of fleet.listClusters()) {
        if (freshness.asOf) {
          const age = (Date.now() - Date.parse(freshness.asOf)) / 1000;
          result.observe(age, { cluster: name });
        }
      }
    });
  metrics
    .createObservableGauge('slipway.fleet.objects', {
      description: 'Objects in the cache',
    })
    .addCallback(result => {
      for (const { name, kinds } of fleet.listClusters()) {
        for (const { kind, objects } of kinds) {
          result.observe(objects, { cluster: name, kind });
        }
      }
    });
  metrics
    .createObservableGauge('slipway.fleet.requests', {
      description: 'Requests to API servers in the last hour',
    })
    .addCallback(result => {
      result.observe(fleet.getRequestCounts().made);
    });
  metrics
    .createObservableGauge('slipway.fleet.update.streams', {
      description: 'Open update streams of this replica',
    })
    .addCallback(result => {
      result.observe(updates.open);
    });
}
