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

import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { LIST_EVENTS, LIST_PODS } from '../reviews';
import {
  USERS_AND_PLUGINS,
  type FleetRouter,
  type RouteContext,
} from './RouteContext';

/** A request whatever its route's types are. */
type AnyRequest = Parameters<HttpAuthService['credentials']>[0];

/** An app's status, instances, events and GPU use. */
export function addAppRoutes(router: FleetRouter, context: RouteContext) {
  const { access, authorizer, fleet, httpAuth, views } = context;

  /** The viewer, and the app that it may see. */
  const findApp = async (req: AnyRequest, entityRef: string) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const viewer = authorizer.getViewer(credentials);
    const app = await access.findApp(credentials, viewer, entityRef);
    return { viewer: await viewer, app };
  };

  router.get('/v1/app', async (req, res) => {
    const { viewer, app } = await findApp(req, req.query.entityRef);
    res.json(await viewer.settle(() => views.getApp(viewer, app)));
  });

  router.post('/v1/apps/query', async (req, res) => {
    const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
    const viewer = await authorizer.getViewer(credentials);
    const found = await access.findApps(
      credentials,
      viewer,
      req.body.entityRefs,
    );
    const items = await viewer.settle(() =>
      found.flatMap(({ app }) => (app ? [views.getApp(viewer, app)] : [])),
    );
    res.json({ items });
  });

  router.get('/v1/app/instances', async (req, res) => {
    const { entityRef, ...query } = req.query;
    const { viewer, app } = await findApp(req, entityRef);
    const selector = await viewer.settle(() =>
      views.requireApp(viewer, app, query.cluster, [LIST_PODS]),
    );
    res.json(fleet.getInstances(selector, query));
  });

  router.get('/v1/app/events', async (req, res) => {
    const { entityRef, cluster } = req.query;
    const { viewer, app } = await findApp(req, entityRef);
    const selector = await viewer.settle(() =>
      views.requireApp(viewer, app, cluster, [LIST_EVENTS]),
    );
    res.json({ items: await fleet.getEvents(selector, cluster) });
  });

  router.get('/v1/app/gpu-series', async (req, res) => {
    const { entityRef, range } = req.query;
    const { viewer, app } = await findApp(req, entityRef);
    const seen = await viewer.settle(() =>
      views.getReadableNames(viewer).flatMap(cluster => {
        const { selector } = views.seeApp(viewer, app, cluster, [LIST_PODS]);
        return selector ? [{ cluster, selector }] : [];
      }),
    );
    res.json(await fleet.getGpuSeries(seen, range));
  });
}
