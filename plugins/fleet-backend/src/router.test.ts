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

import request from 'supertest';
import { startFleet } from './__testUtils__/startFleet';

const APP = { entityRef: 'component:default/feed' };

describe('the routes that read', () => {
  it('answer from the fleet', async () => {
    const { server, fleet } = await startFleet();

    const summary = await request(server).get('/api/fleet/v1/fleet');
    expect(summary.status).toBe(200);
    expect(summary.body.clusters).toMatchObject([
      { name: 'beijing', writable: true, gpuNodes: [], attention: [] },
      { name: 'shanghai' },
      { name: 'aliyun', location: 'aliyun', group: 'burst' },
    ]);
    expect(summary.body.requests).toEqual({
      made: 12,
      saved: 3000,
      views: 5,
      sinceSeconds: 3600,
    });

    const app = await request(server).get('/api/fleet/v1/app').query(APP);
    expect(app.body).toMatchObject({
      entityRef: 'component:default/feed',
      selector: 'backstage.io/kubernetes-id: feed',
      health: { state: 'healthy', reasons: [] },
      clusters: [{ cluster: 'beijing' }, { cluster: 'aliyun' }],
    });

    const cluster = await request(server).get('/api/fleet/v1/clusters/beijing');
    expect(cluster.body).toMatchObject({
      name: 'beijing',
      apps: ['component:default/feed'],
    });

    const slots = await request(server)
      .get('/api/fleet/v1/slots')
      .query({ cpu: 0.5, memory: 1024, gpu: 0 });
    expect(slots.body.items).toEqual([
      { cluster: 'beijing', slots: 20 },
      { cluster: 'shanghai', slots: 20 },
      { cluster: 'aliyun', slots: 20 },
    ]);

    const instances = await request(server)
      .get('/api/fleet/v1/app/instances')
      .query({ ...APP, cluster: 'beijing', filter: 'not-ready', limit: 50 });
    expect(instances.body.total).toBe(50);
    expect(fleet.service.getInstances).toHaveBeenCalledWith(
      expect.objectContaining({ kubernetesId: 'feed' }),
      { cluster: 'beijing', filter: 'not-ready', limit: 50 },
    );
  });
});
