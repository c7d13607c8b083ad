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

import type { AppLoad } from '@slipway/backstage-plugin-fleet-common';
import type { SelectedApp } from '../cache';
import type { MetricsSource } from '../metrics/MetricsSource';
import { podGroup } from './podGroup';

/**
 * Requests per second of an app in one cluster, as they were measured last.
 *
 * @returns undefined where nobody measures them
 */
export function appLoad(
  cluster: string,
  app: SelectedApp,
  metrics: MetricsSource,
): AppLoad | undefined {
  const snapshot = metrics.get(cluster);
  if (!snapshot) {
    return undefined;
  }
  const rates = app.pods
    .map(
      ({ namespace, name }) =>
        snapshot.pods.get(`${namespace}/${name}`)?.requestsPerSecond,
    )
    .filter(rate => rate !== undefined);
  if (rates.length === 0) {
    return undefined;
  }
  return {
    requestsPerSecond: rates.reduce((sum, rate) => sum + rate, 0),
    series: metrics.requestSeries(podGroup(cluster, app)) ?? [],
    asOf: new Date(snapshot.asOf).toISOString(),
  };
}
