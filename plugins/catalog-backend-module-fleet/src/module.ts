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
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { REGISTERED_ENTITIES_TOPIC } from '@slipway/backstage-plugin-fleet-common';
import { ClusterEntityProvider, readClusterOwners } from './clusters';
import { FleetReader, retryUntilAborted } from './refresh';
import { RegisteredEntityProvider } from './registered';

/** Each replica compares with what it handed over last, so each refreshes on its own. */
const SCHEDULE = {
  scope: 'local',
  frequency: { seconds: 60 },
  timeout: { seconds: 50 },
  // The catalog connects its providers when it starts, which is after its modules were made.
  initialDelay: { seconds: 1 },
} as const;

/**
 * Clusters, and apps that were created through Slipway, as catalog entities.
 *
 * @public
 */
export const catalogModuleFleet = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'fleet',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init(services) {
        const { catalog, config, events, logger, scheduler } = services;
        const fleet = FleetReader.create(services);
        const clusters = ClusterEntityProvider.create({
          fleet,
          owners: readClusterOwners(config),
        });
        const registered = RegisteredEntityProvider.create({ fleet });
        catalog.addEntityProvider(clusters, registered);
        for (const provider of [clusters, registered]) {
          await scheduler.scheduleTask({
            ...SCHEDULE,
            id: `${provider.getProviderName()}-refresh`,
            fn: signal =>
              retryUntilAborted(() => provider.refresh(signal), signal),
          });
        }
        await events.subscribe({
          id: registered.getProviderName(),
          topics: [REGISTERED_ENTITIES_TOPIC],
          onEvent: () =>
            registered.refresh().catch(error => {
              logger.warn(
                'Registered entities reach the catalog with the next refresh, within a minute',
                { reason: String(error) },
              );
            }),
        });
      },
    });
  },
});
