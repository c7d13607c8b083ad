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
import { startFleet } from '../__testUtils__/startFleet';

const FEED = { entityRef: 'component:default/feed' };
const REASON = /^You may not list nodes in all of beijing, which knows you as/;

jest.setTimeout(60_000);

// All doors stand open and closed in subjectAccessReview.integration.test.ts, on a real API server.
it('shows nothing of a cluster that denies all, and the others as before', async () => {
  const { fleet, server } = await startFleet();
  fleet.reviewed.add('beijing');
  const get = (path: string, query: object = {}) =>
    request(server).get(`/api/fleet/v1/${path}`).query(query);

  const nodes = await get('clusters/beijing/nodes');
  expect([nodes.status, nodes.body.error.message]).toEqual([
    403,
    expect.stringMatching(REASON),
  ]);
  const slots = await request(server)
    .post('/api/fleet/v1/slots/query')
    .send({ template: { spec: { containers: [{ name: 'main' }] } } });
  expect(slots.body.items[0]).toEqual({
    cluster: 'beijing',
    slots: 0,
    reason: expect.stringMatching(REASON),
  });
  const app = await get('app', FEED);
  expect(
    app.body.clusters.map(({ cluster, freshness, status }: any) => [
      cluster,
      freshness.state,
      status?.ready,
    ]),
  ).toEqual([
    ['beijing', 'denied', undefined],
    ['aliyun', 'live', 2],
  ]);
  const summary = await get('fleet');
  expect(summary.body.clusters[0]).toMatchObject({
    name: 'beijing',
    freshness: { state: 'denied', deniedTo: 'viewer' },
    nodes: { total: 0, ready: 0 },
    apps: [],
    gpuNodes: [],
  });
});
