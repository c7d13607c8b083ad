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
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  kubernetesClustersReadPermission,
  kubernetesResourcesReadPermission,
} from '@backstage/plugin-kubernetes-common';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import { DecisionCache } from '../DecisionCache';

export interface GrantedReadsOptions {
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  permissions: PermissionsService;
}

/**
 * What a caller was found to be allowed to read less than 30 s ago, by the two questions that the stock routes ask at
 * each poll: of the permission policy, and of the catalog for the entity. From 20 s on it is asked anew behind the
 * answer. What is refused is never kept.
 */
export class GrantedReads {
  readonly #options: GrantedReadsOptions;
  readonly #entities: DecisionCache<Entity | undefined>;
  readonly #clusters: DecisionCache<boolean>;

  static create(options: GrantedReadsOptions): GrantedReads {
    return new GrantedReads(options);
  }

  private constructor(options: GrantedReadsOptions) {
    const { auth } = options;
    this.#options = options;
    this.#entities = DecisionCache.create({
      auth,
      isKept: entity => entity !== undefined,
    });
    this.#clusters = DecisionCache.create({ auth, isKept: allowed => allowed });
  }

  /** The entity whose objects the caller may read; undefined when it may not, or is nobody known. */
  async findEntity(
    credentials: BackstageCredentials,
    entityRef: string,
  ): Promise<Entity | undefined> {
    return this.#entities.get(credentials, entityRef, () =>
      this.#readEntity(credentials, entityRef),
    );
  }

  /** Whether the caller may know which clusters there are. */
  async seesClusters(credentials: BackstageCredentials): Promise<boolean> {
    const allowed = await this.#clusters.get(credentials, '', () =>
      this.#isAllowed(credentials, kubernetesClustersReadPermission),
    );
    return allowed ?? false;
  }

  async #readEntity(
    credentials: BackstageCredentials,
    entityRef: string,
  ): Promise<Entity | undefined> {
    const [allowed, entity] = await Promise.all([
      this.#isAllowed(credentials, kubernetesResourcesReadPermission),
      this.#options.catalog.getEntityByRef(entityRef, { credentials }),
    ]);
    return allowed ? entity : undefined;
  }

  async #isAllowed(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<boolean> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }
}
