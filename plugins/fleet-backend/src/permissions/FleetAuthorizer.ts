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
  AuthService,
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  catalogEntityCreatePermission,
  fleetAppReadPermission,
  fleetClusterReadPermission,
  kubernetesApplyPermission,
} from '@slipway/backstage-plugin-fleet-common';
import { fleetAppResourceRef } from './appResource';
import { BriefCache } from './BriefCache';
import { fleetClusterResourceRef } from './clusterResource';
import { principalKey } from './principalKey';
import type { Viewer } from './Viewer';

/** How long a decision on reading is used again: a permission that is taken away is felt this much later. */
const DECISION_TTL_MS = 5_000;
/** Of a few KB each. */
const MAX_VIEWERS = 2_000;

type Matcher = (decision: PolicyDecision, resource: unknown) => boolean;

/** Asks the permission policy, and applies its conditions in memory. */
export class FleetAuthorizer {
  readonly #auth: AuthService;
  readonly #permissions: PermissionsService;
  readonly #viewers = new BriefCache<Viewer>({
    ttlMs: DECISION_TTL_MS,
    maxEntries: MAX_VIEWERS,
  });
  readonly #changesEnabled: boolean;
  readonly #matchesCluster: Matcher;
  readonly #matchesApp: Matcher;

  /** The resource types must be registered before this is called. */
  static create(options: {
    auth: AuthService;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    /** Whether clusters can be changed at all, whoever asks. */
    changesEnabled: boolean;
  }): FleetAuthorizer {
    const { auth, permissions, permissionsRegistry, changesEnabled } = options;
    return new FleetAuthorizer(
      auth,
      permissions,
      changesEnabled,
      createConditionAuthorizer(
        permissionsRegistry.getPermissionRuleset(fleetClusterResourceRef),
      ) as Matcher,
      createConditionAuthorizer(
        permissionsRegistry.getPermissionRuleset(fleetAppResourceRef),
      ) as Matcher,
    );
  }

  private constructor(
    auth: AuthService,
    permissions: PermissionsService,
    changesEnabled: boolean,
    matchesCluster: Matcher,
    matchesApp: Matcher,
  ) {
    this.#auth = auth;
    this.#permissions = permissions;
    this.#changesEnabled = changesEnabled;
    this.#matchesCluster = matchesCluster;
    this.#matchesApp = matchesApp;
  }

  /** What a caller may read, as decided at most 5 s ago. */
  getViewer(credentials: BackstageCredentials): Promise<Viewer> {
    const key = principalKey(this.#auth, credentials);
    const decide = () => this.decideViewer(credentials);
    return key === undefined ? decide() : this.#viewers.get(key, decide);
  }

  /** As decided now, for changes. One call to the permission backend decides for all clusters and apps. */
  async decideViewer(credentials: BackstageCredentials): Promise<Viewer> {
    const [read, change, readApp] =
      await this.#permissions.authorizeConditional(
        [
          { permission: fleetClusterReadPermission },
          { permission: kubernetesApplyPermission },
          { permission: fleetAppReadPermission },
        ],
        { credentials },
      );
    return {
      canRead: cluster => this.#matchesCluster(read, cluster),
      canChange: cluster =>
        this.#changesEnabled &&
        this.#matchesCluster(read, cluster) &&
        this.#matchesCluster(change, cluster),
      canReadApp: entity => this.#matchesApp(readApp, entity),
    };
  }

  /** @throws NotAllowedError */
  async requireEntityCreation(credentials: BackstageCredentials) {
    const [{ result }] = await this.#permissions.authorize(
      [{ permission: catalogEntityCreatePermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        'You may not put entities into the catalog through Slipway. The permission is slipway.catalog-entity.create.',
      );
    }
  }
}
