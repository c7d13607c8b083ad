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
  ClusterSelection,
  CreateNamespaceRequest,
  DeleteRequest,
  ObjectRef,
  ObjectResult,
  WaitRequest,
  WaitState,
} from '@slipway/backstage-plugin-fleet-common';
import { json, Router } from 'express';
import { parseAllDocuments } from 'yaml';

/** Takes the place of fleet-backend behind real HTTP: keeps what it was asked, and by whom. */
export class FleetAnswers {
  readonly applied: ApplyRequest[] = [];
  readonly deleted: DeleteRequest[] = [];
  readonly waited: WaitRequest[] = [];
  readonly namespaces: CreateNamespaceRequest[] = [];
  readonly registered: Record<string, unknown>[] = [];
  readonly unregistered: string[] = [];
  readonly initiators: string[] = [];
  /** Clusters that answer with a failure. */
  readonly broken = new Set<string>();
  /** Whether a delete fails everywhere. */
  breaksDelete = false;
  /** What an apply comes to. */
  outcome: ObjectResult['outcome'] = 'changed';
  /** The answers to the next questions for a state, then always the last. */
  states: WaitState[] = ['done'];

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
          this.#serveChanges(router);
          this.#serveCatalog(router);
          httpRouter.use(router);
        },
      });
    },
  });

  #serveChanges(router: Router): void {
    router.post('/v1/apply', (req, res) => {
      const request: ApplyRequest = req.body;
      this.applied.push(request);
      const { dryRun, namespace } = request;
      const clusters = this.#answer(request, () =>
        readObjects(request).map(object => ({
          ...toResult(object, namespace),
          outcome: this.outcome,
        })),
      );
      res.json({ dryRun, clusters });
    });
    router.post('/v1/delete', (req, res) => {
      const request: DeleteRequest = req.body;
      this.deleted.push(request);
      const { dryRun, namespace } = request;
      const clusters = this.#answer(request, () =>
        readObjects(request).map(object => ({
          ...toResult(object, namespace),
          outcome: this.breaksDelete ? 'failed' : 'deleted',
        })),
      );
      res.json({ dryRun, clusters });
    });
    router.post('/v1/namespaces', (req, res) => {
      const request: CreateNamespaceRequest = req.body;
      this.namespaces.push(request);
      const { dryRun, name } = request;
      const clusters = this.#answer(request, () => [
        {
          ...toResult({ apiVersion: 'v1', kind: 'Namespace', name }),
          outcome: 'created',
        },
      ]);
      res.json({ dryRun, clusters });
    });
    router.post('/v1/wait', (req, res) => {
      const request: WaitRequest = req.body;
      this.waited.push(request);
      const [state, ...later] = this.states;
      this.states = later.length > 0 ? later : [state];
      const message = state === 'done' ? undefined : `it is ${state}.`;
      const clusters = namesOf(request.clusters).map(cluster => ({
        cluster,
        state,
        objects: request.objects.map(object => ({ ...object, state, message })),
      }));
      res.json({ state, clusters });
    });
  }

  #serveCatalog(router: Router): void {
    router.post('/v1/catalog-entities', (req, res) => {
      this.registered.push(req.body.entity);
      res.json({
        entityRef: `component:default/${req.body.entity.metadata.name}`,
      });
    });
    router.delete('/v1/catalog-entities', (req, res) => {
      this.unregistered.push(String(req.query.entityRef));
      res.status(204).end();
    });
  }

  #answer(
    { clusters }: { clusters: ClusterSelection },
    objectsOf: () => ObjectResult[],
  ): ClusterResult[] {
    return namesOf(clusters).map(cluster => {
      if (this.broken.has(cluster)) {
        return {
          cluster,
          outcome: 'not-tried',
          message: `${cluster} is stale, so nothing was changed there.`,
          objects: [],
        };
      }
      const objects = objectsOf();
      return {
        cluster,
        outcome:
          (['deleted', 'failed'] as const).find(bad =>
            objects.some(({ outcome }) => outcome === bad),
          ) ?? 'applied',
        objects,
        undo: objects.map(
          ({ kind, name }) => `Undo ${kind} ${name} of ${cluster}.`,
        ),
      };
    });
  }
}

function namesOf(clusters: ClusterSelection): string[] {
  return 'names' in clusters ? clusters.names : ['beijing'];
}

function readObjects({
  manifests,
  yaml,
  objects,
}: Partial<ApplyRequest & DeleteRequest>): ObjectRef[] {
  const read =
    manifests ??
    parseAllDocuments(yaml ?? '')
      .map(document => ('toJS' in document ? document.toJS() : undefined))
      .filter(value => value?.metadata);
  return (
    objects ??
    read.map(({ apiVersion, kind, metadata }) => ({
      apiVersion,
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
    }))
  );
}

function toResult(
  { apiVersion, kind, namespace, name }: ObjectRef,
  fallback?: string,
) {
  return {
    apiVersion,
    kind,
    namespace: namespace ?? fallback,
    name,
    changes: [{ path: 'data.greeting', from: 'bye', to: 'hello' }],
    conflicts: [],
  };
}
