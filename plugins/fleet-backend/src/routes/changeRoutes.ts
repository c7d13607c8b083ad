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
  const { apply, catalogEntities, httpAuth } = context;

  router.post('/v1/apply', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    // Not tied to the connection: an answer that gets lost must not leave half a change.
    res.json(await apply.apply(credentials, req.body, { request: req }));
  });

  router.post('/v1/catalog-entities', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    res.json(await catalogEntities.register(credentials, req.body.entity, req));
  });

  router.get('/v1/catalog-entities', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['service'] });
    res.json({ items: await catalogEntities.list() });
  });
}
