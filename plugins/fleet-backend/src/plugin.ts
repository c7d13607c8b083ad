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
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { fleetServiceRef } from '@slipway/backstage-plugin-fleet-node';
import { registerActions } from './actions';
import { AppAccess, AppDirectory, AppHealthIndex } from './apps';
import { createChangeServices, readApplyConfig } from './apply';
import {
  CatalogEntityService,
  DatabaseCatalogEntityStore,
} from './catalogEntities';
import { registerMetrics } from './metrics';
import {
  ChangeAuthorizer,
  FleetAuthorizer,
  registerResourceTypes,
} from './permissions';
import { AccessReviews, readReviewConfig, SubjectMapper } from './reviews';
import { createRouter } from './router';
import { UpdateService } from './updates';
import { FleetViews } from './views';

/**
 * Serves /api/fleet from the watch cache, and is the one door for changes to the clusters.
 *
 * @public
 */
export const fleetPlugin = createBackendPlugin({
  pluginId: 'fleet',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        fleet: fleetServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { auth, catalog, fleet, lifecycle, scheduler } = services;
        const directory = AppDirectory.create({ auth, catalog });
        registerResourceTypes({ ...services, directory });
        const applyConfig = readApplyConfig(services.config);
        const reviewConfig = readReviewConfig(services.config);
        const reviews = AccessReviews.create({
          fleet,
          ttlMs: reviewConfig.cacheMs,
        });
        const subjects = SubjectMapper.create({
          ...services,
          config: reviewConfig,
        });
        const authorizer = FleetAuthorizer.create({
          ...services,
          reviews,
          subjects,
          changesEnabled: applyConfig.enabled,
        });
        const access = AppAccess.create({ auth, catalog, directory });
        const health = AppHealthIndex.create({ fleet });
        const views = FleetViews.create({ fleet, health, directory });
        const updates = UpdateService.create({
          ...services,
          access,
          authorizer,
          views,
        });
        const store = await DatabaseCatalogEntityStore.create(services);
        const changeAuthorizer = ChangeAuthorizer.create(services);
        const changes = createChangeServices({
          ...services,
          authorizer,
          changes: changeAuthorizer,
          config: applyConfig,
          directory,
          store,
          subjects,
        });
        const catalogEntities = CatalogEntityService.create({
          ...services,
          authorizer,
          changes: changeAuthorizer,
          directory,
          store,
        });
        services.httpRouter.use(
          await createRouter({
            ...services,
            access,
            authorizer,
            catalogEntities,
            changes,
            updates,
            views,
          }),
        );
        registerActions(services.actionsRegistry, {
          access,
          authorizer,
          changes,
          views,
        });
        const stopMeasuring = registerMetrics(services.metrics, {
          fleet,
          reviews,
          updates,
        });
        await scheduler.scheduleTask({
          id: 'refresh-app-directory',
          // Every replica answers from a directory of its own.
          scope: 'local',
          frequency: { seconds: 30 },
          timeout: { minutes: 2 },
          fn: () => directory.refresh(),
        });
        lifecycle.addBeforeShutdownHook(() => {
          updates.close();
          health.close();
          stopMeasuring();
        });
      },
    });
  },
});
