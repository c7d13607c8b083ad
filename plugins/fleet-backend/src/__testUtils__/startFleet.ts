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
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { fleetPlugin } from '../plugin';
import { MockFleet } from './MockFleet';

export const feed: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'feed',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'feed' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-feed' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-feed' }],
};

export const plain: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'plain', namespace: 'default' },
  spec: { type: 'library', lifecycle: 'production', owner: 'team-feed' },
};

const team: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team-feed', namespace: 'default' },
  spec: { type: 'team', children: [] },
};

export const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
export const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

function permissions(policy: NonNullable<StartOptions['policy']>) {
  const decide = async (
    requests: Array<{ permission: Permission }>,
    options?: { credentials?: BackstageCredentials },
  ) => {
    const principal = options?.credentials?.principal as
      | Partial<BackstageUserPrincipal>
      | undefined;
    return requests.map(({ permission }) =>
      policy(permission, principal?.userEntityRef ?? ''),
    );
  };
  return mockServices.permissions.mock({
    authorize: decide as PermissionsService['authorize'],
    authorizeConditional: decide,
  }).factory;
}

export interface StartOptions {
  features?: ServiceFactory[];
  config?: JsonObject;
  /** What the catalog has besides. */
  entities?: Entity[];
  /** What the permission policy says to a user, empty for a service; allows all by default. */
  policy?: (permission: Permission, userEntityRef: string) => PolicyDecision;
}

/** The plugin through its real wiring, over a mocked fleet and catalog. */
export async function startFleet(options: StartOptions = {}) {
  const fleet = new MockFleet();
  const { server } = await startTestBackend({
    features: [
      fleetPlugin,
      fleet.factory,
      catalogServiceMock.factory({
        entities: [feed, plain, team, ...(options.entities ?? [])],
      }),
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          ...options.config,
        },
      }),
      permissions(options.policy ?? (() => ALLOW)),
      ...(options.features ?? []),
    ],
  });
  const port = (server.address() as { port: number }).port;
  return { fleet, server, baseUrl: `http://localhost:${port}/api/fleet` };
}
