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
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { fleetServiceRef } from '@slipway/backstage-plugin-fleet-node';
import { addAnswers } from './addAnswers';
import { addClusters } from './addClusters';
import { StockTabMetrics } from './fetcher';
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
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        fleet: fleetServiceRef,
        httpAuth: coreServices.httpAuth,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metricsService: metricsServiceRef,
        permissions: coreServices.permissions,
        clusterSupplierPoint: kubernetesClusterSupplierExtensionPoint,
        fetcherPoint: kubernetesFetcherExtensionPoint,
        objectsProviderPoint: kubernetesObjectsProviderExtensionPoint,
        routerPoint: kubernetesRouterExtensionPoint,
      },
      async init({ config, metricsService, ...services }) {
        const stockTab = readStockTabConfig(config);
        if (!stockTab.enabled) {
          return;
        }
        const { fleet } = services;
        fleet.holdObjects();
        const metrics = StockTabMetrics.create({ fleet, metricsService });
        addAnswers({ ...services, ...stockTab, metrics });
        if (stockTab.clusters) {
          addClusters({ ...services, config });
        }
      },
    });
  },
});
