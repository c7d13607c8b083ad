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

import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { eventually } from '../__testUtils__/clusterTruth';
import { FakeApiServer, page } from '../__testUtils__/FakeApiServer';
import { DefaultFleetService } from './DefaultFleetService';

jest.setTimeout(60_000);

const WEB = {
  kubernetesId: 'web',
  namespaces: [],
  clusters: [],
  description: 'web',
};

describe('slipway.fleet.maxMemory', () => {
  const closing: Array<() => Promise<void>> = [];

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) {
      await close();
    }
  });

  it('lets the largest kind of a cluster go and come back, and no other cluster', async () => {
    const pods = { big: 500, small: 50 };
    const [big, small] = [
      await serve(() => pods.big),
      await serve(() => pods.small),
    ];
    const fleet = await DefaultFleetService.create({
      config: new ConfigReader({ slipway: { fleet: { maxMemory: '300Ki' } } }),
      logger: mockServices.logger.mock(),
      clusterSupplier: {
        getClusters: async () => [
          details('big', big.url),
          details('small', small.url),
        ],
      },
    });
    closing.push(() => fleet.close());
    const stateOf = (name: string) => fleet.getCluster(name).freshness.state;
    const podsOf = (name: string) =>
      fleet.getCluster(name).kinds.find(({ kind }) => kind === 'Pod');
    const bytesOf = (name: string) =>
      fleet
        .getFigures()
        .find(({ cluster }) => cluster === name)!
        .kinds.find(({ kind }) => kind === 'Pod')!.bytes;

    await eventually('big is stale', () => stateOf('big') === 'stale');
    await eventually('small is live', () => stateOf('small') === 'live');
    expect(fleet.getCluster('big').freshness.reason).toMatch(
      /^big has more pods than Slipway has room for in memory \(slipway.fleet.maxMemory/,
    );
    expect(podsOf('big')).toMatchObject({ state: 'denied', objects: 0 });
    expect(podsOf('small')).toMatchObject({ state: 'live', objects: 50 });
    const [entry] = fleet.getApp(WEB, ['big']);
    expect(entry.cluster).toBe('big');
    expect(entry.status).toBeUndefined();
    expect(bytesOf('big')).toBe(0);
    expect(bytesOf('small')).toBeGreaterThan(50 * 500);

    pods.big = 100;
    fleet.retry('big');
    await eventually('big is live', () => stateOf('big') === 'live');
    expect(podsOf('big')).toMatchObject({ state: 'live', objects: 100 });
    expect(fleet.getApp(WEB, ['big'])[0].status?.instances.ready).toBeDefined();
  });

  async function serve(pods: () => number): Promise<FakeApiServer> {
    const api = await FakeApiServer.start();
    closing.push(() => api.close());
    return api.otherwise(request => {
      if (request.query.has('watch')) {
        request.response.flushHeaders();
        return;
      }
      const count = request.path === '/api/v1/pods' ? pods() : 0;
      const names = Array.from({ length: count }, (_, index) => `p${index}`);
      page(names, { version: '10' })(request);
    });
  }
});

function details(name: string, url: string) {
  return {
    name,
    url,
    authMetadata: {
      'kubernetes.io/auth-provider': 'serviceAccount',
      serviceAccountToken: 'x',
    },
  };
}
