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
import { setTimeout as delay } from 'node:timers/promises';
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
/** A cluster that answers nothing about rights is not asked more often. */
const MIN_REAUTHORIZE_MS = 1_000;

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
      const wanted = { entityRef, cluster, namespace, pod };
      const { app, freshUntil } = await authorizeLogs(
        context,
        credentials,
        wanted,
      );
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
      endWithRight(ended.signal, freshUntil, async () => {
        const next = await authorizeLogs(context, credentials, wanted);
        return next.freshUntil;
      }).catch(() => res.destroy());
      // A reader who goes away ends the log, which is no fault.
      await pipeline(log, res).catch(() => res.destroy());
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  });
}

/** What is asked for. */
interface WantedLog {
  entityRef: string;
  cluster: string;
  namespace: string;
  pod: string;
}

/**
 * @returns the app, and until when the rights hold that it took, in epoch milliseconds
 * @throws NotFoundError, NotAllowedError
 */
async function authorizeLogs(
  { access, authorizer, views }: RouteContext,
  credentials: BackstageCredentials,
  { entityRef, cluster, namespace, pod }: WantedLog,
): Promise<{ app: App; freshUntil: number }> {
  const viewer = await authorizer.getViewer(credentials);
  const app = await access.findApp(credentials, viewer, entityRef);
  await viewer.settle(() =>
    views.requireLogs(viewer, cluster, { namespace, pod }),
  );
  return { app, freshUntil: viewer.freshUntil };
}

/**
 * Authorises again and again until the reader is gone.
 *
 * @throws what `authorize` throws once the right is gone
 */
async function endWithRight(
  ended: AbortSignal,
  freshUntil: number,
  authorize: () => Promise<number>,
): Promise<void> {
  let until = freshUntil;
  while (!ended.aborted) {
    const wait = Math.min(REAUTHORIZE_MS, until - Date.now());
    await delay(Math.max(MIN_REAUTHORIZE_MS, wait), undefined, {
      signal: ended,
    }).catch(() => {});
    until = ended.aborted ? until : await authorize();
  }
}
