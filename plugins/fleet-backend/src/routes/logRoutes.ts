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

import { pipeline } from 'node:stream/promises';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { App } from '../apps';
import {
  USERS_AND_PLUGINS,
  type FleetRouter,
  type RouteContext,
} from './RouteContext';

const DEFAULT_TAIL_LINES = 1000;
/** How long a log that is followed goes on after a permission was taken away. */
const REAUTHORIZE_MS = 60_000;

/** Logs, each read of which is audited. */
export function addLogRoutes(router: FleetRouter, context: RouteContext) {
  const { auditor, fleet, httpAuth } = context;

  router.get('/v1/app/logs', async (req, res) => {
    const { entityRef, ...query } = req.query;
    const { cluster, namespace, pod, container, follow } = query;
    const event = await auditor.createEvent({
      eventId: 'logs-read',
      request: req,
      meta: {
        entityRef,
        cluster,
        namespace,
        pod,
        ...(container !== undefined && { container }),
        follow: follow ?? false,
      },
    });
    const ended = new AbortController();
    res.once('close', () => ended.abort());
    try {
      const credentials = await httpAuth.credentials(req, USERS_AND_PLUGINS);
      const app = await authorizeLogs(context, credentials, entityRef, cluster);
      const log = await fleet.readLogs(app.selector, {
        tailLines: DEFAULT_TAIL_LINES,
        ...query,
        signal: ended.signal,
      });
      await event.success();
      res.status(200).set({
        'Content-Type': 'text/plain; charset=utf-8',
        // no-transform keeps the compression middleware from holding lines back.
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
      res.flushHeaders();
      const timer = setInterval(() => {
        authorizeLogs(context, credentials, entityRef, cluster).catch(() =>
          res.destroy(),
        );
      }, REAUTHORIZE_MS);
      // A reader who goes away ends the log, which is no fault.
      await pipeline(log, res)
        .catch(() => res.destroy())
        .finally(() => clearInterval(timer));
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  });
}

/** @throws NotFoundError */
async function authorizeLogs(
  { access, authorizer, views }: RouteContext,
  credentials: BackstageCredentials,
  entityRef: string,
  cluster: string,
): Promise<App> {
  const viewer = await authorizer.getViewer(credentials);
  const app = await access.findApp(credentials, viewer, entityRef);
  views.requireCluster(viewer, cluster);
  return app;
}
