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

import type { AddressInfo } from 'node:net';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
// The actions and the door to the clusters are tested as one.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import fleetPlugin from '@slipway/backstage-plugin-fleet-backend';
import scaffolderModuleKubernetes from '../index';
import { exampleActions } from './exampleActions';
import type { BackendOptions } from './ScaffolderBackend';

/** The program of {@link ScaffolderBackend}. */
async function main(): Promise<void> {
  const { config, entities, fleetUrl } = JSON.parse(
    process.env.BACKEND_OPTIONS!,
  ) as BackendOptions;
  const getBaseUrl = async (pluginId: string) => `${fleetUrl}/api/${pluginId}`;
  const { server } = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleKubernetes,
      exampleActions,
      fleetPlugin,
      catalogServiceMock.factory({ entities }),
      // It outlives the process, as the database of a portal does.
      databaseServiceFactory,
      mockServices.rootConfig.factory({ data: config }),
      createServiceFactory({
        service: coreServices.discovery,
        deps: {},
        factory: () => ({ getBaseUrl, getExternalBaseUrl: getBaseUrl }),
      }),
    ],
  });
  process.send!({ port: (server.address() as AddressInfo).port });
}

// It must not outlive the test that started it.
process.on('disconnect', () => process.exit());

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
