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
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  catalogProcessingExtensionPoint,
  type EntityProvider,
} from '@backstage/plugin-catalog-node';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import { REGISTERED_ENTITIES_TOPIC } from '@slipway/backstage-plugin-fleet-common';
import { Router } from 'express';
import { catalogModuleFleet } from './module';

const SINCE = '2026-11-22T10:00:00.000Z';

/** What a fleet-backend would answer over HTTP. */
class FleetAnswers {
  failures = 1;
  readonly beijing = {
    name: 'beijing',
    location: 'beijing',
    group: 'online',
    freshness: { state: 'live', since: SINCE },
    apps: ['component:default/feed', 'component:default/ads'],
  };
  readonly registered: unknown[] = [];
  readonly principals: string[] = [];

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
          router.get('/v1/fleet', (_req, res) => {
            if (this.failures > 0) {
              this.failures -= 1;
              res.status(503).json({});
              return;
            }
            res.json({ clusters: [this.beijing], requests: {} });
          });
          router.get('/v1/catalog-entities', async (req, res) => {
            const { principal } = await httpAuth.credentials(req, {
              allow: ['service'],
            });
            this.principals.push(principal.subject);
            res.json({ items: this.registered });
          });
          httpRouter.use(router);
        },
      });
    },
  });
}

async function start() {
  const fleet = new FleetAnswers();
  const events = DefaultEventsService.create({
    logger: mockServices.logger.mock(),
  });
  const scheduler = mockServices.scheduler();
  const providers = new Map<string, EntityProvider>();
  const mutations = new Map<string, jest.Mock>();
  await startTestBackend({
    extensionPoints: [
      [
        catalogProcessingExtensionPoint,
        {
          addEntityProvider: (...added: EntityProvider[]) =>
            added.forEach(provider =>
              providers.set(provider.getProviderName(), provider),
            ),
        } as never,
      ],
    ],
    features: [
      catalogModuleFleet,
      fleet.plugin,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      mockServices.events.mock({
        subscribe: options => events.subscribe(options),
      }).factory,
      mockServices.rootConfig.factory({
        data: {
          slipway: {
            fleet: {
              clusters: { beijing: { owner: 'group:default/platform' } },
            },
          },
        },
      }),
    ],
  });
  for (const [name, provider] of providers) {
    const applyMutation = jest.fn(async () => {});
    mutations.set(name, applyMutation);
    await provider.connect({ applyMutation, refresh: jest.fn() });
    scheduler.triggerTask(`${name}-refresh`).catch(() => {});
  }
  const entitiesOf = (name: string) =>
    mutations
      .get(name)
      ?.mock.calls.at(-1)?.[0]
      .entities.map(({ entity }: { entity: unknown }) => entity);
  return { fleet, events, mutations, entitiesOf, providers };
}

async function waitFor(check: () => void) {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}

jest.setTimeout(60_000);

describe('catalogModuleFleet', () => {
  it('keeps clusters in the catalog, related to the apps on them', async () => {
    const { fleet, mutations, entitiesOf, providers } = await start();
    const clusters = 'slipway-clusters';
    const provider = providers.get(clusters) as EntityProvider & {
      refresh(): Promise<void>;
    };

    // The first answer is a failure, so this also shows that it tries again.
    await waitFor(() =>
      expect(entitiesOf(clusters)).toEqual([
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Resource',
          metadata: {
            name: 'beijing',
            title: 'beijing',
            description: 'Kubernetes cluster in beijing, group online',
            labels: {
              'slipway.dev/location': 'beijing',
              'slipway.dev/group': 'online',
            },
            annotations: {
              'backstage.io/managed-by-location': 'slipway:clusters/beijing',
              'backstage.io/managed-by-origin-location':
                'slipway:clusters/beijing',
            },
          },
          spec: {
            type: 'kubernetes-cluster',
            owner: 'group:default/platform',
            dependencyOf: ['component:default/ads', 'component:default/feed'],
          },
        },
      ]),
    );
    await provider.refresh();
    expect(mutations.get(clusters)).toHaveBeenCalledTimes(1);

    fleet.beijing.freshness.state = 'stale';
    fleet.beijing.apps = [];
    await provider.refresh();
    expect(mutations.get(clusters)).toHaveBeenCalledTimes(1);

    fleet.beijing.freshness.state = 'live';
    await provider.refresh();
    expect(entitiesOf(clusters)[0].spec.dependencyOf).toEqual([]);
  });

  it('takes in a registered entity at once', async () => {
    const { fleet, events, entitiesOf } = await start();
    const registered = 'slipway-registered-entities';
    await waitFor(() => expect(entitiesOf(registered)).toEqual([]));
    expect(fleet.principals).toContain('plugin:catalog');

    fleet.registered.push({
      entityRef: 'component:default/new-app',
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'new-app',
          annotations: { 'backstage.io/kubernetes-id': 'new-app' },
        },
        spec: { type: 'service', lifecycle: 'production', owner: 'team-feed' },
      },
      createdBy: 'user:default/mock',
      createdAt: SINCE,
    });
    await events.publish({
      topic: REGISTERED_ENTITIES_TOPIC,
      eventPayload: {},
    });

    await waitFor(() =>
      expect(entitiesOf(registered)).toMatchObject([
        {
          kind: 'Component',
          metadata: {
            name: 'new-app',
            annotations: {
              'backstage.io/kubernetes-id': 'new-app',
              'backstage.io/managed-by-location':
                'slipway:entities/component%3Adefault%2Fnew-app',
            },
          },
        },
      ]),
    );
  });
});
