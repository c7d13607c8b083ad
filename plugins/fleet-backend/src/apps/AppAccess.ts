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
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Viewer } from '../permissions';
import type { App } from './App';
import type { AppDirectory } from './AppDirectory';

const APP_HIDDEN = 'You may not see this app, or it does not exist.';

/**
 * How long the answer to "which of these entities does the catalog show to this person" is kept. Several parts of one
 * page ask within moments; a permission that is taken away is felt this much later in lists.
 */
const VISIBLE_TTL_MS = 10_000;
const REFS_PER_REQUEST = 1000;

/** What a viewer gets to see of an entity. */
export interface FoundApp {
  /** As it was asked for. */
  entityRef: string;
  /** Not there, or not for this viewer. */
  hidden: boolean;
  /** Missing also when the entity chooses no Kubernetes objects. */
  app?: App;
}

interface CachedRefs {
  expiresAt: number;
  refs: Promise<Set<string>>;
}

/** Which apps a viewer may see: those that the catalog shows them, and that `fleet.app.read` allows. */
export class AppAccess {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  readonly #directory: AppDirectory;
  readonly #visible = new Map<string, CachedRefs>();

  static create(options: {
    auth: AuthService;
    catalog: CatalogService;
    directory: AppDirectory;
  }) {
    return new AppAccess(options.auth, options.catalog, options.directory);
  }

  private constructor(
    auth: AuthService,
    catalog: CatalogService,
    directory: AppDirectory,
  ) {
    this.#auth = auth;
    this.#catalog = catalog;
    this.#directory = directory;
  }

  /**
   * The app behind one entity.
   *
   * @throws NotFoundError with one sentence for "may not" and "is not there", and another when the entity that the
   *   viewer sees chooses no Kubernetes objects
   * @throws InputError when the entity's annotations are malformed
   */
  async findApp(
    credentials: BackstageCredentials,
    viewer: Viewer,
    entityRef: string,
  ): Promise<App> {
    const entity = await this.#catalog.getEntityByRef(entityRef, {
      credentials,
    });
    if (!entity || !viewer.canReadApp(entity)) {
      throw new NotFoundError(APP_HIDDEN);
    }
    const app = this.#directory.remember(entity);
    if (!app) {
      throw new NotFoundError(
        `${entityRef} chooses no Kubernetes objects. Give it the annotation backstage.io/kubernetes-id.`,
      );
    }
    return app;
  }

  /** What the viewer gets to see of each entity, in the order asked for. */
  async findApps(
    credentials: BackstageCredentials,
    viewer: Viewer,
    entityRefs: string[],
  ): Promise<FoundApp[]> {
    if (entityRefs.length === 0) {
      return [];
    }
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs },
      { credentials },
    );
    return entityRefs.map((entityRef, index) => {
      const entity = items[index];
      return entity && viewer.canReadApp(entity)
        ? {
            entityRef,
            hidden: false,
            app: this.#directory.rememberIfValid(entity),
          }
        : { entityRef, hidden: true };
    });
  }

  /** All apps of the catalog that the viewer may see. */
  async listApps(
    credentials: BackstageCredentials,
    viewer: Viewer,
  ): Promise<App[]> {
    await this.#directory.ensureLoaded();
    const visible = await this.#getVisibleRefs(credentials);
    return this.#directory
      .list()
      .filter(app => visible.has(app.entityRef))
      .filter(app => viewer.canReadApp(app.entity));
  }

  async #getVisibleRefs(
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const now = Date.now();
    for (const [key, cached] of this.#visible) {
      if (cached.expiresAt <= now) {
        this.#visible.delete(key);
      }
    }
    const key = this.#principalKey(credentials);
    const cached = this.#visible.get(key);
    if (cached) {
      return cached.refs;
    }
    const refs = this.#readVisibleRefs(credentials);
    this.#visible.set(key, { expiresAt: now + VISIBLE_TTL_MS, refs });
    refs.catch(() => this.#visible.delete(key));
    return refs;
  }

  async #readVisibleRefs(
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const all = this.#directory.list().map(app => app.entityRef);
    const visible = new Set<string>();
    for (let from = 0; from < all.length; from += REFS_PER_REQUEST) {
      const entityRefs = all.slice(from, from + REFS_PER_REQUEST);
      const { items } = await this.#catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind'] },
        { credentials },
      );
      entityRefs.forEach((entityRef, index) => {
        if (items[index]) {
          visible.add(entityRef);
        }
      });
    }
    return visible;
  }

  #principalKey(credentials: BackstageCredentials): string {
    if (this.#auth.isPrincipal(credentials, 'user')) {
      return `user ${credentials.principal.userEntityRef}`;
    }
    if (this.#auth.isPrincipal(credentials, 'service')) {
      // Two tokens of one subject may be restricted differently.
      const { subject, accessRestrictions } = credentials.principal;
      return `service ${subject} ${JSON.stringify(accessRestrictions ?? {})}`;
    }
    return 'none';
  }
}
