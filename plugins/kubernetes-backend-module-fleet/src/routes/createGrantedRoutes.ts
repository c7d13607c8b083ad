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

import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type {
  KubernetesClustersSupplier,
  KubernetesObjectsProvider,
} from '@backstage/plugin-kubernetes-node';
import type { JsonObject } from '@backstage/types';
import {
  json,
  Router,
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import { describeClusters, type AuthStrategies } from './describeClusters';
import type { GrantedReads } from './GrantedReads';
import { readEntityRef } from './readEntityRef';

export interface GrantedRoutesOptions {
  auditor: AuditorService;
  authStrategies: AuthStrategies;
  clusterSupplier: KubernetesClustersSupplier;
  granted: GrantedReads;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  objectsProvider: KubernetesObjectsProvider;
}

/**
 * What the stock Kubernetes tab asks for at each poll, for who was found to be allowed to read it a moment ago. To be
 * put before the stock routes, which decide and answer in all other cases: nothing is refused here.
 *
 * Answers and audit events are those of the stock routes (`KubernetesRouter` and `resourcesRoutes` of
 * plugin-kubernetes-backend 0.21.11).
 */
export function createGrantedRoutes(options: GrantedRoutesOptions): Router {
  const { clusterSupplier, granted, httpAuth } = options;
  const router = Router();

  router.get('/clusters', async (req, res, next) => {
    try {
      const credentials = await httpAuth.credentials(req);
      if (!(await granted.seesClusters(credentials))) {
        next();
        return;
      }
      const event = { eventId: 'cluster-fetch', meta: { queryType: 'list' } };
      await audited(options, req, event, async () => {
        const clusters = await clusterSupplier.getClusters({ credentials });
        res.json({ items: describeClusters(clusters, options.authStrategies) });
      });
    } catch (error) {
      next(error);
    }
  });

  router.post('/services/:serviceId', json(), (req, res, next) => {
    const entityRef = readEntityRef(req.body, 'entity');
    const { serviceId } = req.params;
    const meta = { queryType: 'services', entityRef, serviceId };
    return answerObjects(options, { req, res, next, entityRef, meta });
  });

  router.post('/resources/workloads/query', json(), (req, res, next) => {
    const entityRef = readEntityRef(req.body, 'entityRef');
    const meta = { queryType: 'workloads', entityRef: req.body?.entityRef };
    return answerObjects(options, { req, res, next, entityRef, meta });
  });
  return router;
}

interface ObjectsRequest {
  req: Request;
  res: Response;
  next: NextFunction;
  entityRef: string | undefined;
  /** Of the audit event. */
  meta: JsonObject;
}

async function answerObjects(
  options: GrantedRoutesOptions,
  { req, res, next, entityRef, meta }: ObjectsRequest,
): Promise<void> {
  const { granted, httpAuth, objectsProvider } = options;
  try {
    const credentials = await httpAuth.credentials(req);
    const entity =
      entityRef && (await granted.findEntity(credentials, entityRef));
    if (!entity) {
      next();
      return;
    }
    const event = { eventId: 'resource-fetch', meta };
    await audited(options, req, event, async () => {
      const answer = await objectsProvider.getKubernetesObjectsByEntity(
        { entity, auth: req.body.auth ?? {} },
        { credentials },
      );
      res.json(answer);
    });
  } catch (error) {
    next(error);
  }
}

/** Nobody waits for the word that it went well, as in the stock routes. */
async function audited(
  { auditor, logger }: GrantedRoutesOptions,
  request: Request,
  event: { eventId: string; meta: JsonObject },
  answer: () => Promise<void>,
): Promise<void> {
  const written = await auditor.createEvent({ ...event, request });
  try {
    await answer();
  } catch (error) {
    await written.fail({ error: toError(error) });
    throw error;
  }
  written
    .success()
    .catch(error =>
      logger.error(`Failed to emit audit event ${event.eventId}`, error),
    );
}
