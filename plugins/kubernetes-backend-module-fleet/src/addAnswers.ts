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
  AuditorService,
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  KubernetesFetcher,
  KubernetesFetcherExtensionPoint,
  KubernetesObjectsProviderExtensionPoint,
  KubernetesRouterExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import { Router } from 'express';
import {
  AnswerStreaming,
  BlockCache,
  FleetObjectsProvider,
  FleetRules,
} from './answers';
import { BoundedFetcher, FleetFetcher, type StockTabMetrics } from './fetcher';
import { lazyTopPods, PodMetricsReader } from './podMetrics';
import { createGrantedRoutes, GrantedReads } from './routes';

export interface AnswersOptions {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  fleet: FleetService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  metrics: StockTabMetrics;
  timeoutMs: number;
  permissions: PermissionsService;
  reuseDecisions: boolean;
  stream: boolean;
  fetcherPoint: KubernetesFetcherExtensionPoint;
  objectsProviderPoint: KubernetesObjectsProviderExtensionPoint;
  routerPoint: KubernetesRouterExtensionPoint;
}

/** Puts the fleet's fetcher into the stock plugin, and what sends its answers as texts. */
export function addAnswers(options: AnswersOptions): void {
  const { fleet, logger, metrics, timeoutMs } = options;
  const createFetcher = (stock: KubernetesFetcher) => {
    const fallback = BoundedFetcher.create({
      fetcher: stock,
      timeoutMs,
      logger,
    });
    const podMetrics = PodMetricsReader.create({
      fleet,
      fallback,
      metrics,
      topPods: lazyTopPods,
    });
    return FleetFetcher.create({ fleet, fallback, metrics, podMetrics });
  };
  // The plugin hands its fetcher on as the type of its own extension point, which has no texts.
  let fetcher: FleetFetcher | undefined;
  options.fetcherPoint.addFetcher(async ({ getDefault }) => {
    fetcher = createFetcher(await getDefault());
    return fetcher;
  });
  if (!options.stream) {
    return;
  }
  const blocks = BlockCache.create();
  metrics.observeBlocks(blocks);
  const streaming = AnswerStreaming.create({ logger, blocks });
  options.objectsProviderPoint.addObjectsProvider(async provider =>
    FleetObjectsProvider.create({
      fetcher: fetcher ?? createFetcher(provider.fetcher),
      serviceLocator: provider.serviceLocator,
      authStrategy: provider.authStrategy,
      customResources: provider.customResources,
      objectTypesToFetch: provider.objectTypesToFetch ?? [],
      rules: FleetRules.create(options),
      streaming,
      timeoutMs,
    }),
  );
  options.routerPoint.addRouter(
    ({ authStrategyMap, clusterSupplier, getDefault, objectsProvider }) => {
      const router = Router().use(streaming.middleware);
      if (options.reuseDecisions) {
        const granted = GrantedReads.create(options);
        router.use(
          createGrantedRoutes({
            ...options,
            authStrategies: authStrategyMap,
            clusterSupplier,
            granted,
            objectsProvider,
          }),
        );
      }
      return router.use(getDefault());
    },
  );
}
