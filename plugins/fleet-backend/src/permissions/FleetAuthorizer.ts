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
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
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
import {
  BriefCache,
  principalKey,
  type FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { AccessReviews, MappedSubject, SubjectMapper } from '../reviews';
import { allowsSomethingIn } from './allowsSomethingIn';
import { fleetAppResourceRef } from './appResource';
import { fleetClusterResourceRef } from './clusterResource';
import { ReviewingViewer, type ViewerDecision } from './ReviewingViewer';
import type { Viewer } from './Viewer';

/** How long a decision on reading may be used again, which is as long as in an open update stream. */
const DECISION_TTL_MS = 30_000;
/**
 * From this age on it is asked for anew behind the answer: who looks again sees a permission taken away. Views each 10 s
 * cost three calls between plugins, and with them twice the CPU, when each of them asks.
 */
const DECISION_REFRESH_MS = 20_000;
/** Of a few KB each. */
const MAX_VIEWERS = 2_000;

type Matcher = (decision: PolicyDecision, resource: unknown) => boolean;

/** What a {@link FleetAuthorizer} is made of. */
export interface FleetAuthorizerOptions {
  auth: AuthService;
  /** Whether clusters can be changed at all, whoever asks. */
  changesEnabled: boolean;
  fleet: Pick<FleetService, 'listAccess'>;
  logger: LoggerService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  reviews: AccessReviews;
  subjects: SubjectMapper;
}

/**
 * Asks the permission policy, applies its conditions in memory, and finds out whom clusters know a caller by, where
 * their own RBAC decides too.
 */
export class FleetAuthorizer {
  readonly #options: FleetAuthorizerOptions;
  readonly #decisions = new BriefCache<ViewerDecision>({
    ttlMs: DECISION_TTL_MS,
    refreshAfterMs: DECISION_REFRESH_MS,
    maxEntries: MAX_VIEWERS,
  });
  readonly #matchesCluster: Matcher;
  readonly #matchesApp: Matcher;

  /** The resource types must be registered before this is called. */
  static create(options: FleetAuthorizerOptions): FleetAuthorizer {
    return new FleetAuthorizer(options);
  }

  private constructor(options: FleetAuthorizerOptions) {
    const { permissionsRegistry } = options;
    this.#options = options;
    this.#matchesCluster = createConditionAuthorizer(
      permissionsRegistry.getPermissionRuleset(fleetClusterResourceRef),
    ) as Matcher;
    this.#matchesApp = createConditionAuthorizer(
      permissionsRegistry.getPermissionRuleset(fleetAppResourceRef),
    ) as Matcher;
  }

  /** What a caller may read, as the policy decided at most 30 s ago. */
  async getViewer(credentials: BackstageCredentials): Promise<Viewer> {
    const key = principalKey(this.#options.auth, credentials);
    const decide = () => this.#decide(credentials);
    return this.#createViewer(
      await (key === undefined ? decide() : this.#decisions.get(key, decide)),
    );
  }

  /** As decided now, for changes. */
  async decideViewer(credentials: BackstageCredentials): Promise<Viewer> {
    return this.#createViewer(await this.#decide(credentials));
  }

  #createViewer(decision: ViewerDecision): Viewer {
    const { fleet, reviews } = this.#options;
    return ReviewingViewer.create({
      decision,
      reviews,
      listAccess: () => fleet.listAccess(),
    });
  }

  /** One call to the permission backend decides for all clusters and apps. */
  async #decide(credentials: BackstageCredentials): Promise<ViewerDecision> {
    const { changesEnabled, permissions } = this.#options;
    const [[read, change, readApp, readEntity], subject] = await Promise.all([
      permissions.authorizeConditional(
        [
          { permission: fleetClusterReadPermission },
          { permission: kubernetesApplyPermission },
          { permission: fleetAppReadPermission },
          { permission: catalogEntityReadPermission },
        ],
        { credentials },
      ),
      this.#findSubject(credentials),
    ]);
    return {
      subject,
      decidedAt: Date.now(),
      canRead: cluster => this.#matchesCluster(read, cluster),
      canChange: cluster =>
        changesEnabled &&
        this.#matchesCluster(read, cluster) &&
        allowsSomethingIn(change, cluster),
      canReadApp: entity => this.#matchesApp(readApp, entity),
      seesWholeCatalog: readEntity.result === AuthorizeResult.ALLOW,
    };
  }

  /** Where no cluster is asked, nobody need be known to one. */
  async #findSubject(
    credentials: BackstageCredentials,
  ): Promise<MappedSubject> {
    const { fleet, logger, subjects } = this.#options;
    const asked = [...fleet.listAccess().values()].some(
      ({ authorization }) => authorization !== 'permissions',
    );
    const unknown: MappedSubject = {
      kind: 'unknown',
      reason:
        'Slipway could not find out by which name this cluster knows you.',
    };
    try {
      return asked ? await subjects.map(credentials) : unknown;
    } catch (error) {
      // The clusters that ask nobody are none the worse.
      logger.warn('The name of a user in clusters could not be found out', {
        reason: toError(error).message,
      });
      return unknown;
    }
  }

  /** @throws NotAllowedError */
  async requireEntityCreation(credentials: BackstageCredentials) {
    const [{ result }] = await this.#options.permissions.authorize(
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
