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
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createKubernetesApplyAction } from './apply';
import { createKubernetesDeleteAction } from './delete';
import { FleetCaller } from './fleet';
import { createKubernetesNamespaceAction } from './namespace';
import {
  CatalogWaiter,
  createRegisterEntityAction,
  createUnregisterEntityAction,
} from './register';
import { createKubernetesRenderAction, readRenderConfig } from './render';
import { createKubernetesWaitAction } from './wait';

/**
 * Actions that change the clusters of the fleet, and the catalog.
 *
 * @public
 */
export const scaffolderModuleKubernetes = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, catalog, config, discovery, scaffolder }) {
        const fleet = FleetCaller.create({ auth, discovery });
        scaffolder.addActions(
          createKubernetesApplyAction(fleet),
          createKubernetesDeleteAction(fleet),
          createKubernetesNamespaceAction(fleet),
          createKubernetesRenderAction(readRenderConfig(config)),
          createKubernetesWaitAction(fleet),
          createRegisterEntityAction(
            fleet,
            CatalogWaiter.create({ auth, catalog }),
          ),
          createUnregisterEntityAction(fleet),
        );
      },
    });
  },
});
