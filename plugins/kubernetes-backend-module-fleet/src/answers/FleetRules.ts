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
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  fleetAppReadPermission,
  fleetClusterReadPermission,
} from '@slipway/backstage-plugin-fleet-common';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import { DecisionCache } from '../DecisionCache';

interface Decision {
  seesApp: boolean;
  /** Names of clusters of the fleet that the caller may not see. */
  hidden: ReadonlySet<string>;
}

export interface FleetRulesOptions {
  auth: AuthService;
  fleet: Pick<FleetService, 'listOutlines'>;
  permissions: PermissionsService;
  /** Whether a decision is used again for 30 s. */
  reuseDecisions: boolean;
}

/**
 * The fleet's own rules about who may see an app and which clusters, beside those of the stock plugin. What the policy
 * says with conditions is decided by the fleet plugin, where the rules are.
 */
export class FleetRules {
  readonly #options: FleetRulesOptions;
  readonly #decisions: DecisionCache<Decision>;

  static create(options: FleetRulesOptions): FleetRules {
    return new FleetRules(options);
  }

  private constructor(options: FleetRulesOptions) {
    this.#options = options;
    this.#decisions = DecisionCache.create({
      auth: options.auth,
      isKept: ({ seesApp, hidden }) => seesApp && hidden.size === 0,
    });
  }

  /**
   * The clusters that the caller may see. Clusters that are not of the fleet are left to the stock plugin's rules.
   *
   * @throws NotAllowedError when the caller may not see the app
   */
  async selectVisible<T extends { name: string }>(
    credentials: BackstageCredentials,
    entity: Entity,
    clusters: T[],
  ): Promise<T[]> {
    const entityRef = stringifyEntityRef(entity);
    const ofFleet = new Set(
      this.#options.fleet.listOutlines().map(({ name }) => name),
    );
    const names = clusters
      .map(({ name }) => name)
      .filter(name => ofFleet.has(name));
    const decision = await this.#get(credentials, entityRef, names);
    if (!decision.seesApp) {
      throw new NotAllowedError(
        `You may not see ${entityRef} in clusters. The permission is fleet.app.read.`,
      );
    }
    return clusters.filter(({ name }) => !decision.hidden.has(name));
  }

  async #get(
    credentials: BackstageCredentials,
    entityRef: string,
    clusters: string[],
  ): Promise<Decision> {
    const decide = () => this.#decide(credentials, entityRef, clusters);
    const kept = this.#options.reuseDecisions
      ? this.#decisions.get(
          credentials,
          JSON.stringify([entityRef, ...clusters]),
          decide,
        )
      : undefined;
    return kept ?? decide();
  }

  /** One call to the permission backend. */
  async #decide(
    credentials: BackstageCredentials,
    entityRef: string,
    clusters: string[],
  ): Promise<Decision> {
    const [app, ...ofClusters] = await this.#options.permissions.authorize(
      [
        { permission: fleetAppReadPermission, resourceRef: entityRef },
        ...clusters.map(name => ({
          permission: fleetClusterReadPermission,
          resourceRef: name,
        })),
      ],
      { credentials },
    );
    return {
      seesApp: app.result === AuthorizeResult.ALLOW,
      hidden: new Set(
        clusters.filter(
          (_, index) => ofClusters[index].result !== AuthorizeResult.ALLOW,
        ),
      ),
    };
  }
}
