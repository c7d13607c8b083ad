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

import { mockCredentials } from '@backstage/backend-test-utils';
import {
  fleetAppReadPermission,
  fleetClusterReadPermission,
  kubernetesApplyPermission,
} from '@slipway/backstage-plugin-fleet-common';
import request from 'supertest';
import { ALLOW, DENY, startFleet } from '../__testUtils__/startFleet';
import {
  createFleetAppConditionalDecision,
  createFleetClusterConditionalDecision,
  createKubernetesObjectConditionalDecision,
  fleetAppConditions,
  fleetClusterConditions,
  kubernetesObjectConditions,
} from './conditions';

const HIDDEN = 'You may not see this cluster, or it does not exist.';
const APP = { entityRef: 'component:default/feed' };

jest.setTimeout(60_000);

describe('what a viewer may not see', () => {
  it('is not there: clusters', async () => {
    const { server } = await startFleet({
      policy: permission => {
        if (permission.name === fleetClusterReadPermission.name) {
          return createFleetClusterConditionalDecision(
            fleetClusterReadPermission,
            {
              anyOf: [
                fleetClusterConditions.isCluster({ names: ['beijing'] }),
                {
                  allOf: [
                    fleetClusterConditions.hasLocation({
                      location: 'shanghai',
                    }),
                    fleetClusterConditions.hasLabel({
                      key: 'tier',
                      value: 'online',
                    }),
                  ],
                },
              ],
            },
          );
        }
        return permission.name === kubernetesApplyPermission.name
          ? createKubernetesObjectConditionalDecision(
              kubernetesApplyPermission,
              kubernetesObjectConditions.isInCluster({
                names: ['beijing', 'aliyun'],
              }),
            )
          : ALLOW;
      },
    });
    const get = (path: string, query: object = {}) =>
      request(server).get(`/api/fleet/v1/${path}`).query(query);

    const { clusters } = (await get('fleet')).body;
    expect(
      clusters.map((cluster: { name: string; writable: boolean }) => [
        cluster.name,
        cluster.writable,
      ]),
    ).toEqual([
      ['beijing', true],
      ['shanghai', false],
    ]);
    const { items } = (await get('slots', { cpu: 1, memory: 1, gpu: 0 })).body;
    expect(items).toHaveLength(2);
    expect((await get('app', APP)).body.clusters).toMatchObject([
      { cluster: 'beijing' },
    ]);

    const hidden = await get('clusters/aliyun');
    const missing = await get('clusters/nowhere');
    expect([hidden.status, hidden.body.error.message]).toEqual([404, HIDDEN]);
    expect([missing.status, missing.body.error]).toEqual([
      404,
      hidden.body.error,
    ]);
    const instances = await get('app/instances', { ...APP, cluster: 'aliyun' });
    expect([instances.status, instances.body.error.message]).toEqual([
      404,
      HIDDEN,
    ]);
    const retry = await request(server).post(
      '/api/fleet/v1/clusters/aliyun/retry',
    );
    expect(retry.status).toBe(404);
  });

  it.each([
    {
      claim: 'group:default/team-feed',
      status: 200,
      apps: [APP.entityRef],
      holders: [
        { namespace: 'default', pod: 'feed-1', app: APP.entityRef },
        { namespace: 'default', pod: 'other' },
        undefined,
      ],
    },
    {
      claim: 'group:default/team-other',
      status: 404,
      apps: [],
      holders: [undefined, undefined, undefined],
    },
  ])(
    'is not there: apps that $claim does not own',
    async ({ claim, status, apps, holders }) => {
      const { server } = await startFleet({
        policy: permission =>
          permission.name === fleetAppReadPermission.name
            ? createFleetAppConditionalDecision(
                fleetAppReadPermission,
                fleetAppConditions.isEntityOwner({ claims: [claim] }),
              )
            : ALLOW,
      });

      const app = await request(server).get('/api/fleet/v1/app').query(APP);
      expect(app.status).toBe(status);
      const fleet = await request(server).get('/api/fleet/v1/fleet');
      expect(fleet.body.clusters[0].apps).toEqual(apps);
      const [node] = fleet.body.clusters[0].gpuNodes;
      expect(
        node.gpus.map(({ holder }: { holder?: object }) => holder),
      ).toEqual(holders);
    },
  );

  it('leaves nothing when the policy denies all', async () => {
    const { server } = await startFleet({ policy: () => DENY });
    const fleet = await request(server).get('/api/fleet/v1/fleet');
    expect(fleet.body.clusters).toEqual([]);
    const app = await request(server).get('/api/fleet/v1/app').query(APP);
    expect([app.status, app.body.error.message]).toEqual([
      404,
      'You may not see this app, or it does not exist.',
    ]);
  });
});

it('asks the policy once for a page, for each viewer, and again for a change', async () => {
  const asked: string[] = [];
  const { server } = await startFleet({
    policy: ({ name }) => {
      asked.push(name);
      return ALLOW;
    },
  });
  const readAs = (user: string) =>
    request(server)
      .get('/api/fleet/v1/app')
      .set('Authorization', mockCredentials.user.header(user))
      .query(APP)
      .expect(200);
  const times = () =>
    asked.filter(name => name === fleetAppReadPermission.name).length;

  await readAs('user:default/alice');
  await readAs('user:default/alice');
  expect(times()).toBe(1);
  await readAs('user:default/bob');
  expect(times()).toBe(2);

  await request(server)
    .post('/api/fleet/v1/apply')
    .set('Authorization', mockCredentials.user.header('user:default/alice'))
    .send({
      clusters: { names: ['beijing'] },
      namespace: 'shop',
      manifests: [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      ],
    })
    .expect(200);
  expect(times()).toBe(3);
});

it('tells the permission framework which rules there are, and applies them to resources by name', async () => {
  const { server } = await startFleet();
  const path = '/api/fleet/.well-known/backstage/permissions';

  const metadata = await request(server).get(`${path}/metadata`);
  expect(
    metadata.body.rules.map(({ name }: { name: string }) => name).sort(),
  ).toEqual([
    'HAS_ENTITY_ANNOTATION',
    'HAS_ENTITY_LABEL',
    'HAS_GROUP',
    'HAS_LABEL',
    'HAS_LOCATION',
    'IS_CLUSTER',
    'IS_ENTITY_OWNER',
    'IS_IN_CLUSTER',
    'IS_IN_CLUSTER_GROUP',
    'IS_IN_CLUSTER_WITH_LABEL',
    'IS_IN_LOCATION',
    'IS_IN_NAMESPACE',
    'IS_IN_OWN_NAMESPACE',
    'IS_OF_KIND',
    'IS_OWNED',
  ]);
  expect(metadata.body.permissions).toHaveLength(8);

  const applied = await request(server)
    .post(`${path}/apply-conditions`)
    .set('Authorization', mockCredentials.service.header())
    .send({
      items: ['beijing', 'aliyun'].map((resourceRef, index) => ({
        id: String(index),
        resourceRef,
        resourceType: 'fleet-cluster',
        conditions: fleetClusterConditions.hasGroup({ group: 'burst' }),
      })),
    });
  expect(applied.body.items).toEqual([
    { id: '0', result: 'DENY' },
    { id: '1', result: 'ALLOW' },
  ]);
});
