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
  USERS_AND_PLUGINS,
  type FleetRouter,
  type RouteContext,
} from './RouteContext';

/** The fleet, its clusters and their slots. */
export function addClusterRoutes(router: FleetRouter, context: RouteContext) {
  const { access, auditor, authorizer, fleet, httpAuth, views } = context;

  router.get('/v1/fleet', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const viewer = await authorizer.getViewer(credentials);
    const apps = await access.listApps(credentials, viewer);
    res.json(await viewer.settle(() => views.getFleet(viewer, apps)));
  });

  router.get('/v1/clusters/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const viewer = await authorizer.getViewer(credentials);
    views.requireCluster(viewer, req.params.name);
    const apps = await access.listApps(credentials, viewer);
    const { name } = req.params;
    res.json(await viewer.settle(() => views.getCluster(viewer, name, apps)));
  });

  router.get('/v1/clusters/:name/nodes', async (req, res) => {
    const { name } = req.params;
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const viewer = await authorizer.getViewer(credentials);
    res.json({
      items: await viewer.settle(() => views.getNodes(viewer, name)),
    });
  });

  router.post('/v1/clusters/:name/retry', async (req, res) => {
    const { name } = req.params;
    const event = await auditor.createEvent({
      eventId: 'cluster-retry',
      request: req,
      meta: { cluster: name },
    });
    try {
      const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
      views.requireCluster(await authorizer.getViewer(credentials), name);
      fleet.retry(name);
      await event.success();
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
    res.status(202).end();
  });

  router.get('/v1/slots', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const viewer = await authorizer.getViewer(credentials);
    const { cpu, memory, gpu } = req.query;
    const items = await views.getSlots(viewer, { cpu, memory, gpu });
    res.json({ items });
  });

  router.post('/v1/slots/query', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const viewer = await authorizer.getViewer(credentials);
    res.json({ items: await views.getSlots(viewer, req.body) });
  });
}
