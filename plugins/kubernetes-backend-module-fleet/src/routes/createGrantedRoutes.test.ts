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

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import { createGrantedRoutes } from './createGrantedRoutes';
import { GrantedReads } from './GrantedReads';

const WEB: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'web', namespace: 'default' },
};
const REF = 'component:default/web';
const WORKLOADS = '/resources/workloads/query';

describe('createGrantedRoutes', () => {
  let server: Server;
  const auditEvents: string[] = [];
  const auditor = {
    createEvent: jest.fn(async ({ eventId, meta }) => {
      const tell = (end: string) => async () => {
        auditEvents.push(`${eventId} ${JSON.stringify(meta)} ${end}`);
      };
      return { success: tell('succeeded'), fail: tell('failed') };
    }),
  };
  const permissions = mockServices.permissions.mock();
  const catalog = catalogServiceMock.mock();
  const clusterSupplier = { getClusters: jest.fn() };
  const objectsProvider = {
    getKubernetesObjectsByEntity: jest.fn(),
    getCustomResourcesByEntity: jest.fn(),
  };

  beforeEach(async () => {
    jest.clearAllMocks();
    auditEvents.length = 0;
    decide(AuthorizeResult.ALLOW);
    catalog.getEntityByRef.mockImplementation(async ref =>
      ref === REF ? WEB : undefined,
    );
    objectsProvider.getKubernetesObjectsByEntity.mockResolvedValue({
      items: [],
    });
    const app = express();
    app.use(
      createGrantedRoutes({
        auditor: auditor as never,
        authStrategies: {
          open: { presentAuthMetadata: () => ({ hint: 'open' }) },
          plain: { presentAuthMetadata: () => ({}) },
        },
        clusterSupplier,
        granted: GrantedReads.create({
          auth: mockServices.auth(),
          catalog,
          permissions,
        }),
        httpAuth: mockServices.httpAuth(),
        logger: mockServices.logger.mock(),
        objectsProvider,
      }),
    );
    app.use((_req, res) => res.status(418).json('stock'));
    const fail: express.ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).json(error.message);
    };
    app.use(fail);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  function decide(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
    permissions.authorize.mockResolvedValue([{ result }]);
  }

  async function ask(
    path: string,
    body?: object,
    user: string = 'user:default/ada',
  ) {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        'content-type': 'application/json',
        authorization: user
          ? mockCredentials.user.header(user)
          : mockCredentials.none.header(),
      },
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  it('asks what a viewer may read once, not at each poll, and each viewer for itself', async () => {
    for (let time = 0; time < 3; time++) {
      expect(await ask(WORKLOADS, { entityRef: REF, auth: { a: 1 } })).toEqual({
        status: 200,
        body: { items: [] },
      });
      await ask('/services/web', { entity: WEB });
    }
    expect(permissions.authorize).toHaveBeenCalledTimes(1);
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(1);
    expect(objectsProvider.getKubernetesObjectsByEntity).toHaveBeenCalledTimes(
      6,
    );
    expect(
      objectsProvider.getKubernetesObjectsByEntity,
    ).toHaveBeenNthCalledWith(
      1,
      { entity: WEB, auth: { a: 1 } },
      { credentials: mockCredentials.user('user:default/ada') },
    );
    await ask(WORKLOADS, { entityRef: REF }, 'user:default/bob');
    expect(permissions.authorize).toHaveBeenCalledTimes(2);
  });

  it('takes the entity from the catalog, whatever the viewer says of it', async () => {
    const forged = { ...WEB, spec: { owner: 'forger' } };
    await ask('/services/web', { entity: forged });
    expect(
      objectsProvider.getKubernetesObjectsByEntity.mock.calls[0][0].entity,
    ).toBe(WEB);
  });

  it('leaves it to the stock routes to refuse, and does not remember that they did', async () => {
    decide(AuthorizeResult.DENY);
    const refused = { status: 418, body: 'stock' };
    expect(await ask(WORKLOADS, { entityRef: REF })).toEqual(refused);
    expect(await ask('/clusters')).toEqual(refused);
    decide(AuthorizeResult.ALLOW);
    for (const body of [
      {},
      { entityRef: 7 },
      { entityRef: 'component:default/other' },
      { entity: WEB },
    ]) {
      expect(await ask(WORKLOADS, body)).toEqual(refused);
    }
    expect(await ask('/services/web', { entityRef: REF })).toEqual(refused);
    expect(await ask('/services/web', { entity: {} })).toEqual(refused);
    expect(await ask(WORKLOADS, { entityRef: REF }, '')).toEqual(refused);
    expect(await ask('/resources/custom/query', {})).toEqual(refused);
    expect(auditEvents).toEqual([]);
    expect((await ask(WORKLOADS, { entityRef: REF })).status).toBe(200);
  });

  it('tells of clusters as the stock plugin does', async () => {
    const open = 'kubernetes.io/auth-provider';
    clusterSupplier.getClusters.mockResolvedValue([
      {
        name: 'north',
        title: 'North',
        url: 'https://north',
        authMetadata: { [open]: 'open', secret: 's' },
      },
      {
        name: 'south',
        url: 'https://south',
        dashboardUrl: 'https://board',
        authMetadata: {
          [open]: 'plain',
          'kubernetes.io/oidc-token-provider': 'okta',
        },
      },
    ]);
    for (let time = 0; time < 2; time++) {
      expect((await ask('/clusters')).body).toEqual({
        items: [
          {
            name: 'north',
            title: 'North',
            authProvider: 'open',
            auth: { hint: 'open' },
          },
          {
            name: 'south',
            dashboardUrl: 'https://board',
            authProvider: 'plain',
            oidcTokenProvider: 'okta',
          },
        ],
      });
    }
    expect(permissions.authorize).toHaveBeenCalledTimes(1);
    expect(auditEvents).toContain(
      'cluster-fetch {"queryType":"list"} succeeded',
    );
  });

  it('writes the audit events of the stock routes, of failures too', async () => {
    await ask('/services/web', { entity: WEB });
    await ask(WORKLOADS, { entityRef: REF });
    objectsProvider.getKubernetesObjectsByEntity.mockRejectedValue(
      new Error('no clusters'),
    );
    expect(await ask(WORKLOADS, { entityRef: REF })).toEqual({
      status: 500,
      body: 'no clusters',
    });
    const services = {
      queryType: 'services',
      entityRef: REF,
      serviceId: 'web',
    };
    const workloads = { queryType: 'workloads', entityRef: REF };
    expect(auditEvents).toEqual([
      `resource-fetch ${JSON.stringify(services)} succeeded`,
      `resource-fetch ${JSON.stringify(workloads)} succeeded`,
      `resource-fetch ${JSON.stringify(workloads)} failed`,
    ]);
  });
});
