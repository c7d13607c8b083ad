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
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { FleetClient } from '@slipway/backstage-plugin-fleet-common';
import request from 'supertest';
import { startFleet } from './__testUtils__/startFleet';

const APP = { entityRef: 'component:default/feed' };

// A backend starts in each, which a busy machine makes slow.
jest.setTimeout(60_000);

describe('routes', () => {
  it('answer from the fleet', async () => {
    const { server, fleet } = await startFleet();
    fleet.health = 'failing';
    const get = (path: string, query: object = {}) =>
      request(server).get(`/api/fleet/v1/${path}`).query(query);

    const summary = await get('fleet');
    expect(summary.status).toBe(200);
    expect(summary.body.clusters).toMatchObject([
      {
        name: 'beijing',
        writable: true,
        apps: ['component:default/feed'],
        attention: [
          {
            entityRef: 'component:default/feed',
            state: 'failing',
            message: '1 instance crashes: exit code 1',
          },
        ],
      },
      { name: 'shanghai', apps: [], attention: [] },
      { name: 'aliyun', location: 'aliyun', group: 'burst' },
    ]);
    expect(summary.body.requests).toEqual({
      made: 12,
      saved: 3000,
      views: 5,
      sinceSeconds: 3600,
    });

    expect((await get('app', APP)).body).toMatchObject({
      entityRef: 'component:default/feed',
      selector: 'backstage.io/kubernetes-id: feed',
      health: { state: 'failing', reasons: [{ code: 'CrashLoopBackOff' }, {}] },
      clusters: [{ cluster: 'beijing' }, { cluster: 'aliyun' }],
    });

    expect((await get('clusters/beijing')).body).toMatchObject({
      name: 'beijing',
      apps: ['component:default/feed'],
      // What the app holds is named by its entity; the other pod is nobody's app.
      gpuNodes: [
        {
          gpus: [
            { holder: { pod: 'feed-1', app: APP.entityRef } },
            { holder: { pod: 'other' } },
            { use: 'free' },
          ],
        },
      ],
    });

    expect(
      (await get('slots', { cpu: 0.5, memory: 1024, gpu: 0 })).body,
    ).toEqual({
      items: [
        { cluster: 'beijing', slots: 20 },
        { cluster: 'shanghai', slots: 20 },
        { cluster: 'aliyun', slots: 20 },
      ],
    });

    expect((await get('clusters/beijing/nodes')).body).toEqual({ items: [] });
    expect((await get('clusters/secret/nodes')).status).toBe(404);
    const template = { metadata: { labels: { a: 'b' } }, spec: { x: [1] } };
    const query = { template, clusters: ['beijing', 'secret'], byNode: true };
    const counted = await request(server)
      .post('/api/fleet/v1/slots/query')
      .send(query);
    expect(counted.body).toEqual({ items: [{ cluster: 'beijing', slots: 1 }] });
    expect(fleet.service.getSlots).toHaveBeenLastCalledWith('beijing', query);

    const instances = { cluster: 'beijing', filter: 'not-ready', limit: 50 };
    expect(
      (await get('app/instances', { ...APP, ...instances })).body.items,
    ).toHaveLength(1);
    expect(fleet.service.getInstances).toHaveBeenLastCalledWith(
      expect.objectContaining({ kubernetesId: 'feed' }),
      instances,
    );

    expect(
      (await get('app/events', { ...APP, cluster: 'beijing' })).body,
    ).toEqual({ items: [] });
    expect(
      (await get('app/gpu-series', { ...APP, range: '1h' })).body.utilization,
    ).toEqual([0.5, null]);

    const many = await request(server)
      .post('/api/fleet/v1/apps/query')
      .send({
        entityRefs: [
          'component:default/missing',
          'component:default/feed',
          'component:default/plain',
        ],
      });
    expect(many.body.items).toMatchObject([{ entityRef: APP.entityRef }]);

    const retry = await request(server).post(
      '/api/fleet/v1/clusters/shanghai/retry',
    );
    expect(retry.status).toBe(202);
    expect(fleet.service.retry).toHaveBeenCalledWith('shanghai');
  });

  it('read logs, and say so in the audit log', async () => {
    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    const { server, fleet } = await startFleet({ features: [auditor.factory] });
    const query = {
      ...APP,
      cluster: 'beijing',
      namespace: 'default',
      pod: 'feed-1',
      previous: true,
    };

    const log = await request(server)
      .get('/api/fleet/v1/app/logs')
      .query(query);

    expect(log.text).toBe('line 1\nline 2\n');
    expect(log.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(fleet.service.readLogs).toHaveBeenCalledWith(
      expect.objectContaining({ kubernetesId: 'feed' }),
      expect.objectContaining({
        cluster: 'beijing',
        namespace: 'default',
        pod: 'feed-1',
        previous: true,
        tailLines: 1000,
      }),
    );
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'logs-read',
        meta: expect.objectContaining({ pod: 'feed-1', follow: false }),
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);

    const refused = await request(server)
      .get('/api/fleet/v1/app/logs')
      .query({ ...query, entityRef: 'component:default/plain' });
    expect(refused.status).toBe(404);
    expect(event.fail).toHaveBeenCalledTimes(1);
  });

  it('follow a log as it grows, until the reader leaves', async () => {
    const { fleet, baseUrl } = await startFleet();
    const log = new PassThrough();
    let signal: AbortSignal | undefined;
    fleet.service.readLogs.mockImplementation(async (_selector, query) => {
      signal = query.signal;
      return log;
    });
    const client = new FleetClient({
      discoveryApi: { getBaseUrl: async () => baseUrl },
    });
    const read: string[] = [];

    log.write('first\n');
    for await (const text of client.followLogs(
      APP.entityRef,
      { cluster: 'beijing', namespace: 'default', pod: 'feed-1' },
      { token: mockCredentials.user.token() },
    )) {
      read.push(text);
      if (read.length === 2) {
        break;
      }
      log.write('second\n');
    }

    expect(read).toEqual(['first\n', 'second\n']);
    const leaving = signal as AbortSignal;
    await (leaving.aborted || once(leaving, 'abort'));
    // It ends before it is complete, which is what is wanted here.
    await finished(log).catch(() => {});
    expect(log.destroyed).toBe(true);
  });

  it.each([
    ['get', '/v1/app?entityRef=feed', 'entityRef'],
    ['get', '/v1/app', 'entityRef'],
    ['get', '/v1/slots?cpu=-1&memory=1&gpu=0', 'cpu'],
    ['get', '/v1/slots?cpu=1&memory=1&gpu=0.5', 'gpu'],
    [
      'get',
      '/v1/app/instances?entityRef=component:default/feed&cluster=beijing&limit=5001',
      'limit',
    ],
    [
      'get',
      '/v1/app/logs?entityRef=component:default/feed&cluster=beijing&namespace=a/../b&pod=feed-1',
      'namespace',
    ],
    ['get', '/v1/fleet?verbose=true', 'verbose'],
    ['post', '/v1/apps/query', 'entityRefs'],
    ['post', '/v1/slots/query', 'template'],
    ['post', '/v1/apply', 'clusters'],
  ] as const)('refuse %s %s with a sentence', async (method, path, named) => {
    const { server } = await startFleet();
    const response = await request(server)
      [method](`/api/fleet${path}`)
      .send(method === 'post' ? {} : undefined);
    expect(response.status).toBe(400);
    expect(response.body.error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(named),
    });
  });

  it('tell registered entities to plugins only, and nothing to strangers', async () => {
    const { server } = await startFleet();
    const path = '/api/fleet/v1/catalog-entities';

    expect((await request(server).get(path)).status).toBe(403);
    const asPlugin = await request(server)
      .get(path)
      .set('Authorization', mockCredentials.service.header());
    expect(asPlugin.body).toEqual({ items: [] });

    const stranger = await request(server)
      .get('/api/fleet/v1/fleet')
      .set('Authorization', mockCredentials.none.header());
    expect(stranger.status).toBe(401);
  });
});
