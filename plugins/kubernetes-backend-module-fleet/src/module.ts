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

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { kubernetesFetcherExtensionPoint } from '@backstage/plugin-kubernetes-node';
import { fleetServiceRef } from '@slipway/backstage-plugin-fleet-node';
import { BoundedFetcher, FleetFetcher, StockTabMetrics } from './fetcher';
import { readStockTabConfig } from './readStockTabConfig';

/**
 * Answers the stock Kubernetes tab from fleet's watch cache.
 *
 * @public
 */
export const kubernetesModuleFleet = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'fleet',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        fleet: fleetServiceRef,
        kubernetes: kubernetesFetcherExtensionPoint,
        logger: coreServices.logger,
        metricsService: metricsServiceRef,
      },
      async init({ config, fleet, kubernetes, logger, metricsService }) {
        const { enabled, timeoutMs } = readStockTabConfig(config);
        if (!enabled) {
          return;
        }
        fleet.holdObjects();
        const metrics = StockTabMetrics.create({ fleet, metricsService });
        kubernetes.addFetcher(async ({ getDefault }) =>
          FleetFetcher.create({
            fleet,
            metrics,
            fallback: BoundedFetcher.create({
              fetcher: await getDefault(),
              timeoutMs,
              logger,
            }),
          }),
        );
      },
    });
  },
});
