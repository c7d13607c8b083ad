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
  createServiceFactory,
  type ServiceFactory,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
  type KubernetesClusterSupplierFactory,
} from '@backstage/plugin-kubernetes-node';
import { fleetServiceRef } from '@slipway/backstage-plugin-fleet-node';
import { kubernetesModuleFleet } from './module';

describe('kubernetesModuleFleet', () => {
  const points = {
    addClusterSupplier: jest.fn(),
    addFetcher: jest.fn(),
    addObjectsProvider: jest.fn(),
    addRouter: jest.fn(),
  };
  const fleet = {
    holdObjects: jest.fn(),
    offerClusters: jest.fn(),
    getObjectsUsage: () => ({ bytes: 2_048, givenUp: ['pods'] }),
  };
  const observed: Record<string, number> = {};
  const metrics = {
    createCounter: () => ({ add: jest.fn() }),
    createObservableGauge: (name: string) => ({
      addCallback: (read: (result: object) => void) =>
        read({
          observe: (value: number) => {
            observed[name] = value;
          },
        }),
    }),
  };

  const factoryOf = (service: unknown, value: unknown) =>
    createServiceFactory({
      service: service as typeof fleetServiceRef,
      deps: {},
      factory: () => value as never,
    }) as ServiceFactory;

  async function start(stockTab: object, locators: string[] = ['config']) {
    jest.clearAllMocks();
    const backend = await startTestBackend({
      extensionPoints: [
        [kubernetesClusterSupplierExtensionPoint, points],
        [kubernetesFetcherExtensionPoint, points],
        [kubernetesObjectsProviderExtensionPoint, points],
        [kubernetesRouterExtensionPoint, points],
      ] as never,
      features: [
        kubernetesModuleFleet,
        factoryOf(fleetServiceRef, fleet),
        factoryOf(metricsServiceRef, metrics),
        mockServices.rootConfig.factory({
          data: {
            slipway: { fleet: { stockTab: { ...stockTab } } },
            kubernetes: {
              clusterLocatorMethods: locators.map(type => ({ type })),
            },
          },
        }),
      ],
    });
    const taken = Object.entries(points)
      .filter(([, add]) => add.mock.calls.length > 0)
      .map(([name]) => name);
    return { backend, taken };
  }

  it.each([
    [
      {},
      ['addClusterSupplier', 'addFetcher', 'addObjectsProvider', 'addRouter'],
    ],
    [{ stream: false }, ['addClusterSupplier', 'addFetcher']],
    [{ stream: false, clusters: false }, ['addFetcher']],
    [{ enabled: false }, []],
  ])('takes with %j the extension points %j', async (stockTab, expected) => {
    const { backend, taken } = await start(stockTab);
    expect(taken).toEqual(expected);
    expect(fleet.holdObjects).toHaveBeenCalledTimes(expected.length ? 1 : 0);
    await backend.stop();
  });

  it('tells what whole objects take, and which were given up', async () => {
    const { backend } = await start({});
    expect(observed).toEqual({
      'slipway.stock_tab.memory': 2_048,
      'slipway.stock_tab.given_up_kinds': 1,
      'slipway.stock_tab.blocks_memory': 0,
    });
    await backend.stop();
  });

  it('hands clusters of the catalog to the fleet, and none of the configuration, which fleet reads itself', async () => {
    const north = { name: 'north', url: 'https://north', authMetadata: {} };
    const getDefault = async () => ({ getClusters: async () => [north] });
    const createSupplier = () =>
      (
        points.addClusterSupplier.mock
          .calls[0][0] as KubernetesClusterSupplierFactory
      )({ getDefault });

    const configured = await start({}, ['config', 'localKubectlProxy']);
    const supplier = await createSupplier();
    const credentials = await mockServices.auth().getOwnServiceCredentials();
    expect(await supplier.getClusters({ credentials })).toEqual([north]);
    await configured.backend.stop();
    expect(fleet.offerClusters).not.toHaveBeenCalled();

    const fromCatalog = await start({}, ['config', 'catalog']);
    await createSupplier();
    await new Promise(resolve => setImmediate(resolve));
    expect(fleet.offerClusters).toHaveBeenCalledWith([north]);
    await fromCatalog.backend.stop();
  });

  it('refuses a time limit that is none', async () => {
    await expect(start({ timeoutSeconds: 0 })).rejects.toThrow(
      /timeoutSeconds must be a number above 0/,
    );
  });
});
