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

import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { FleetService } from './FleetService';
import { fleetServiceRef } from './fleetServiceRef';

describe('fleetServiceRef', () => {
  it('gives all plugins one fleet, which is there though no cluster is', async () => {
    const fleets: FleetService[] = [];
    const plugin = (pluginId: string) =>
      createBackendPlugin({
        pluginId,
        register(env) {
          env.registerInit({
            deps: { fleet: fleetServiceRef },
            async init({ fleet }) {
              fleets.push(fleet);
            },
          });
        },
      });
    const data = {
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'gone',
                // Port 9 is discard, where nobody listens.
                url: 'http://127.0.0.1:9',
                authProvider: 'serviceAccount',
                serviceAccountToken: 'x',
              },
            ],
          },
        ],
      },
    };
    const backend = await startTestBackend({
      features: [
        plugin('one'),
        plugin('two'),
        mockServices.rootConfig.factory({ data }),
      ],
    });
    const [fleet, same] = fleets;
    expect(fleet).toBe(same);
    await fleet.whenReady(10_000);
    expect(fleet.listClusters()).toMatchObject([
      {
        name: 'gone',
        location: 'unassigned',
        group: 'unassigned',
        freshness: {
          state: 'unreachable',
          reason: 'gone refuses connections at its address.',
        },
        headroom: undefined,
      },
    ]);
    expect(fleet.getRequestCounts()).toMatchObject({ saved: 0, views: 0 });
    fleet.countView(3);
    expect(fleet.getRequestCounts()).toMatchObject({ saved: 45, views: 1 });
    const [figures] = fleet.getFigures();
    expect(figures).toMatchObject({
      cluster: 'gone',
      requests: { list: expect.any(Number), get: expect.any(Number) },
    });
    expect(figures.kinds.find(({ kind }) => kind === 'Pod')).toMatchObject({
      objects: 0,
      lists: 0,
      watches: 0,
      failures: expect.any(Number),
    });
    expect(() => fleet.getCluster('other')).toThrow(
      expect.objectContaining({ name: 'NotFoundError' }),
    );

    const heard = jest.fn();
    fleet.onChange(heard);
    const other = (name: string) => ({
      name,
      url: 'http://127.0.0.1:9',
      authMetadata: {},
    });
    fleet.offerClusters([other('other'), other('gone'), other('a b')]);
    expect(fleet.listClusters().map(({ name }) => name)).toEqual([
      'gone',
      'other',
    ]);
    fleet.offerClusters([]);
    expect(fleet.listClusters()).toHaveLength(1);
    expect(heard).toHaveBeenCalledWith(
      expect.objectContaining({ cluster: 'other', clusterChanged: true }),
    );
    await backend.stop();
  });
});
