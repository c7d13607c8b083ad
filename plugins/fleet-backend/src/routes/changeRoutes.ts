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

/** Changes: to the clusters, and to the catalog. */
export function addChangeRoutes(router: FleetRouter, context: RouteContext) {
  const { catalogEntities, changes, httpAuth } = context;

  // Changes are not tied to the connection: an answer that gets lost must not leave half a change.
  router.post('/v1/apply', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    res.json(await changes.apply.apply(credentials, req.body, req));
  });

  router.post('/v1/plan', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    res.json(await changes.apply.plan(credentials, req.body));
  });

  router.post('/v1/delete', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    res.json(await changes.delete.delete(credentials, req.body, req));
  });

  router.post('/v1/wait', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    res.json(await changes.wait.wait(credentials, req.body, gone.signal));
  });

  router.post('/v1/namespaces', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    res.json(await changes.namespaces.create(credentials, req.body, req));
  });

  router.post('/v1/namespaces/query', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    res.json({
      items: await changes.namespaceDirectory.list(credentials, req.body),
    });
  });

  router.post('/v1/catalog-entities', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    res.json(await catalogEntities.register(credentials, req.body.entity, req));
  });

  router.delete('/v1/catalog-entities', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    await catalogEntities.unregister(credentials, req.query.entityRef, req);
    res.status(204).end();
  });

  router.get('/v1/catalog-entities', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['service'] });
    res.json({ items: await catalogEntities.list() });
  });
}
