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
import type {
  FleetService,
  KindFigures,
} from '@slipway/backstage-plugin-fleet-node';

/** How old the cache is, what it holds, and what it costs the clusters. */
export function registerClusterMetrics(
  metrics: MetricsService,
  fleet: FleetService,
): void {
  metrics
    .createObservableGauge('slipway.fleet.cluster.live', {
      description: '1 while all that is known of the cluster is live, else 0',
      unit: '1',
    })
    .addCallback(result => {
      for (const { name, freshness } of fleet.listOutlines()) {
        result.observe(freshness.state === 'live' ? 1 : 0, attributes(name));
      }
    });
  metrics
    .createObservableGauge('slipway.fleet.cache.age', {
      description: 'Time since the data of the cluster was last known right',
      unit: 's',
    })
    .addCallback(result => {
      for (const { name, freshness } of fleet.listOutlines()) {
        if (freshness.asOf) {
          const age = (Date.now() - Date.parse(freshness.asOf)) / 1000;
          result.observe(Math.max(0, age), attributes(name));
        }
      }
    });
  metrics
    .createObservableCounter('slipway.fleet.api.requests', {
      description: 'Requests sent to API servers',
      unit: '{request}',
    })
    .addCallback(result => {
      for (const { cluster, requests } of fleet.getFigures()) {
        for (const [verb, count] of Object.entries(requests)) {
          result.observe(count, { ...attributes(cluster), verb });
        }
      }
    });
  observeUpDown('slipway.fleet.cache.objects', {
    description: 'Objects in the cache',
    unit: '{object}',
    read: ({ objects }) => objects,
  });
  observeUpDown('slipway.fleet.cache.size', {
    description: 'What the objects in the cache take, by estimate',
    unit: 'By',
    read: ({ bytes }) => bytes,
  });
  observeCounter('slipway.fleet.watch.relists', {
    description: 'Lists that were read again, after the first',
    unit: '{list}',
    read: ({ lists }) => Math.max(0, lists - 1),
  });
  observeCounter('slipway.fleet.watch.restarts', {
    description: 'Watches that were opened again without a list',
    unit: '{watch}',
    read: ({ lists, watches }) => Math.max(0, watches - lists),
  });
  observeCounter('slipway.fleet.watch.failures', {
    description: 'Lists and watches that failed or were refused',
    unit: '{failure}',
    read: ({ failures }) => failures,
  });

  function observeCounter(name: string, metric: KindMetric): void {
    const { read, ...options } = metric;
    metrics
      .createObservableCounter(name, options)
      .addCallback(observeKinds(fleet, read));
  }

  function observeUpDown(name: string, metric: KindMetric): void {
    const { read, ...options } = metric;
    metrics
      .createObservableUpDownCounter(name, options)
      .addCallback(observeKinds(fleet, read));
  }
}

interface KindMetric {
  description: string;
  unit: string;
  read(figures: KindFigures): number;
}

type Result = {
  observe(value: number, attributes: Record<string, string>): void;
};

function observeKinds(fleet: FleetService, read: KindMetric['read']) {
  return (result: Result) => {
    for (const { cluster, kinds } of fleet.getFigures()) {
      for (const kind of kinds) {
        result.observe(read(kind), {
          ...attributes(cluster),
          kind: kind.kind,
        });
      }
    }
  };
}

function attributes(cluster: string) {
  return { 'k8s.cluster.name': cluster };
}
