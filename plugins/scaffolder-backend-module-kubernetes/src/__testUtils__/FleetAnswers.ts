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
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type {
  ApplyRequest,
  ClusterResult,
} from '@slipway/backstage-plugin-fleet-common';
import { json, Router } from 'express';

/** Takes the place of fleet-backend behind real HTTP: keeps what it was asked, and by whom. */
export class FleetAnswers {
  readonly applied: ApplyRequest[] = [];
  readonly registered: Record<string, unknown>[] = [];
  readonly initiators: string[] = [];
  /** Clusters that answer with a failure. */
  readonly broken = new Set<string>();

  readonly plugin = createBackendPlugin({
    pluginId: 'fleet',
    register: env => {
      env.registerInit({
        deps: {
          httpRouter: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        init: async ({ httpRouter, httpAuth }) => {
          const router = Router();
          router.use(json());
          router.use(async (req, _res, next) => {
            const { principal } = await httpAuth.credentials(req, {
              allow: ['user'],
            });
            this.initiators.push(principal.userEntityRef);
            next();
          });
          router.post('/v1/apply', (req, res) => {
            const request: ApplyRequest = req.body;
            this.applied.push(request);
            const names =
              'names' in request.clusters
                ? request.clusters.names
                : ['beijing'];
            res.json({
              dryRun: request.dryRun,
              clusters: names.map(name => this.#answer(name, request)),
            });
          });
          router.post('/v1/catalog-entities', (req, res) => {
            this.registered.push(req.body.entity);
            res.json({
              entityRef: `component:default/${req.body.entity.metadata.name}`,
            });
          });
          httpRouter.use(router);
        },
      });
    },
  });

  #answer(cluster: string, request: ApplyRequest): ClusterResult {
    if (this.broken.has(cluster)) {
      return {
        cluster,
        outcome: 'not-tried',
        message: `${cluster} is stale, so nothing was changed there.`,
        objects: [],
      };
    }
    return {
      cluster,
      outcome: 'applied',
      objects: request.manifests.map(({ apiVersion, kind, metadata }) => ({
        apiVersion,
        kind,
        namespace: request.namespace,
        name: metadata.name,
        outcome: 'changed',
        changes: [{ path: 'data.greeting', from: 'bye', to: 'hello' }],
        conflicts: [],
      })),
    };
  }
}
