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

import { InputError } from '@backstage/errors';
import { json, type RequestHandler } from 'express';
import {
  addAppRoutes,
  addChangeRoutes,
  addClusterRoutes,
  addLogRoutes,
  addUpdateRoutes,
  type FleetRouter,
  type RouteContext,
} from './routes';
import { createOpenApiRouter } from './schema/openapi';

/** A little more than the manifests of one apply may take, so that the refusal can say so in words. */
const BODY_LIMIT = '2mb';

const parseJson = json({ limit: BODY_LIMIT });

/** The parser's own words do not say how large a request may be. */
const readBody: RequestHandler = (req, res, next) =>
  parseJson(req, res, error =>
    next(
      error?.type === 'entity.too.large'
        ? new InputError(
            'The request is larger than 2 MB. Manifests may be 1 MiB together.',
          )
        : error,
    ),
  );

/** All of /api/fleet. Each request is checked against the OpenAPI schema before its route sees it. */
export async function createRouter(
  context: RouteContext,
): Promise<FleetRouter> {
  const router = await createOpenApiRouter({
    middleware: [readBody],
  });
  addClusterRoutes(router, context);
  addAppRoutes(router, context);
  addLogRoutes(router, context);
  addChangeRoutes(router, context);
  addUpdateRoutes(router, context);
  return router;
}
