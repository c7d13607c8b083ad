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
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { BriefCache, principalKey } from '@slipway/backstage-plugin-fleet-node';
import type { Viewer } from '../permissions';
import type { App } from './App';
import type { AppDirectory } from './AppDirectory';

const APP_HIDDEN = 'You may not see this app, or it does not exist.';

/**
 * How long the answer to "which of these entities does the catalog show to this person" is kept. Several parts of one
 * page ask within moments; a permission that is taken away is felt this much later in lists.
 */
const VISIBLE_TTL_MS = 10_000;
const MAX_VIEWERS = 500;
/** The same for one entity, which is asked for anew behind the answer once it is some seconds old. */
const ENTITY_TTL_MS = 30_000;
const ENTITY_REFRESH_MS = 15_000;
const MAX_ENTITIES = 5_000;
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

/**
 * Which apps a viewer may see: those that the catalog shows them, and that `fleet.app.read` allows. To whom the policy
 * shows every entity, apps are shown from the directory, which costs no request.
 */
export class AppAccess {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  readonly #directory: AppDirectory;
  readonly #visible = new BriefCache<Set<string>>({
    ttlMs: VISIBLE_TTL_MS,
    maxEntries: MAX_VIEWERS,
  });
  readonly #entities = new BriefCache<Entity | undefined>({
    ttlMs: ENTITY_TTL_MS,
    refreshAfterMs: ENTITY_REFRESH_MS,
    maxEntries: MAX_ENTITIES,
  });

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
    viewer: Viewer | Promise<Viewer>,
    entityRef: string,
  ): Promise<App> {
    const decided = await viewer;
    const known = decided.seesWholeCatalog && this.#directory.get(entityRef);
    if (known && decided.canReadApp(known.entity)) {
      return known;
    }
    const entity = await this.#getEntity(credentials, entityRef);
    if (!entity || !decided.canReadApp(entity)) {
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
    const known = new Map(
      entityRefs.flatMap(ref => {
        const app = viewer.seesWholeCatalog && this.#directory.get(ref);
        return app ? [[ref, app.entity]] : [];
      }),
    );
    const asked = await this.#readEntities(
      credentials,
      entityRefs.filter(ref => !known.has(ref)),
    );
    return entityRefs.map(entityRef => {
      const entity = known.get(entityRef) ?? asked.get(entityRef);
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
    const apps = this.#directory
      .list()
      .filter(app => viewer.canReadApp(app.entity));
    if (viewer.seesWholeCatalog) {
      return apps;
    }
    const visible = await this.#getVisibleRefs(credentials);
    return apps.filter(app => visible.has(app.entityRef));
  }

  /** An entity that was not there is asked for again each time, since it may only just have come. */
  #getEntity(
    credentials: BackstageCredentials,
    entityRef: string,
  ): Promise<Entity | undefined> {
    const key = principalKey(this.#auth, credentials);
    const read = () => this.#catalog.getEntityByRef(entityRef, { credentials });
    return key === undefined
      ? read()
      : this.#entities.get(
          `${key} ${entityRef}`,
          read,
          entity => entity !== undefined,
        );
  }

  /** Those that the catalog shows, by the refs that they were asked for. */
  async #readEntities(
    credentials: BackstageCredentials,
    entityRefs: string[],
  ): Promise<Map<string, Entity>> {
    if (entityRefs.length === 0) {
      return new Map();
    }
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs },
      { credentials },
    );
    return new Map(
      entityRefs.flatMap((ref, index) => {
        const entity = items[index];
        return entity ? [[ref, entity]] : [];
      }),
    );
  }

  #getVisibleRefs(credentials: BackstageCredentials): Promise<Set<string>> {
    const key = principalKey(this.#auth, credentials);
    const read = () => this.#readVisibleRefs(credentials);
    return key === undefined ? read() : this.#visible.get(key, read);
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
}
