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
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  fleetServiceRef,
  type ObjectQuery,
} from '@slipway/backstage-plugin-fleet-node';
import express from 'express';
import kubernetesModuleFleet from '../index';
import type { BackendOptions } from './StockTabBackend';

/** Says which of the kinds in the question are not held, over HTTP. */
const heldPlugin = createBackendPlugin({
  pluginId: 'held',
  register(env) {
    env.registerInit({
      deps: { fleet: fleetServiceRef, http: coreServices.httpRouter },
      async init({ fleet, http }) {
        const router = express.Router().use(express.json());
        router.post('/missing/:cluster', (req, res) => {
          const kinds = req.body as ObjectQuery[];
          res.json(
            kinds
              .filter(kind => !fleet.getObjects(req.params.cluster, kind))
              .map(({ plural }) => plural),
          );
        });
        http.use(router);
      },
    });
  },
});

/** The program of {@link StockTabBackend}. */
async function main(): Promise<void> {
  const { config, entities, withModule } = JSON.parse(
    process.env.BACKEND_OPTIONS!,
  ) as BackendOptions;
  const { server } = await startTestBackend({
    features: [
      kubernetesPlugin,
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({ data: config }),
      ...(withModule ? [kubernetesModuleFleet, heldPlugin] : []),
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
