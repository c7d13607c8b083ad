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

import type { AuthService } from '@backstage/backend-plugin-api';
import {
  CATALOG_FILTER_EXISTS,
  type EntityFilterQuery,
} from '@backstage/catalog-client';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
} from '@slipway/backstage-plugin-fleet-common';
import { parseAppSelector } from '@slipway/backstage-plugin-fleet-node';
import type { App } from './App';

const PAGE_SIZE = 500;

/** A catalog that is still being filled has no app yet: it is asked again this soon. */
const EMPTY_RETRY_MS = 3_000;

const APPS_FILTER: EntityFilterQuery = [
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
].map(annotation => ({
  kind: 'Component',
  [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
}));

/**
 * The catalog's apps, kept in memory so that "which apps are on this cluster" costs no request.
 *
 * It is filled with Backstage's own credentials: whoever hands its apps on filters them per viewer.
 */
export class AppDirectory {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  #apps = new Map<string, App>();
  #loaded: Promise<void> | undefined;
  #readAt = 0;

  static create(options: { auth: AuthService; catalog: CatalogService }) {
    return new AppDirectory(options.auth, options.catalog);
  }

  private constructor(auth: AuthService, catalog: CatalogService) {
    this.#auth = auth;
    this.#catalog = catalog;
  }

  list(): App[] {
    return [...this.#apps.values()];
  }

  /** As it was read last, some 30 s ago at most. */
  get(entityRef: string): App | undefined {
    return this.#apps.get(entityRef);
  }

  /** Reads all apps from the catalog, unless that was done already and found any. */
  ensureLoaded(): Promise<void> {
    const mayBeFilled =
      this.#apps.size === 0 && Date.now() - this.#readAt > EMPTY_RETRY_MS;
    return this.#loaded && !mayBeFilled ? this.#loaded : this.refresh();
  }

  /** Reads all apps from the catalog. */
  refresh(): Promise<void> {
    const loading = this.#readAll();
    this.#loaded ??= loading;
    loading.catch(() => {
      if (this.#loaded === loading) {
        this.#loaded = undefined;
      }
    });
    return loading;
  }

  async #readAll(): Promise<void> {
    this.#readAt = Date.now();
    const credentials = await this.#auth.getOwnServiceCredentials();
    const apps = new Map<string, App>();
    let cursor: string | undefined;
    do {
      const page = await this.#catalog.queryEntities(
        cursor
          ? { cursor, limit: PAGE_SIZE }
          : { filter: APPS_FILTER, limit: PAGE_SIZE },
        { credentials },
      );
      for (const entity of page.items) {
        const app = this.rememberIfValid(entity);
        if (app) {
          apps.set(app.entityRef, app);
        }
      }
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    this.#apps = apps;
  }

  /**
   * Takes in an entity that someone just read, so that a new app is known before the next refresh.
   *
   * @returns undefined when the entity chooses no Kubernetes objects
   * @throws InputError when its annotations are malformed
   */
  remember(entity: Entity): App | undefined {
    const app = this.#toApp(entity);
    if (app && entity.kind === 'Component') {
      this.#apps.set(app.entityRef, app);
    }
    return app;
  }

  /** Entities by ref, for the permission framework. */
  async getEntities(entityRefs: string[]): Promise<Array<Entity | undefined>> {
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items;
  }

  /** One entity with a slip in its annotations must not hide the others; its own page says what is wrong. */
  rememberIfValid(entity: Entity): App | undefined {
    try {
      return this.remember(entity);
    } catch {
      return undefined;
    }
  }

  /** Hands out the same object for the same entity, since statuses are cached by it. */
  #toApp(entity: Entity): App | undefined {
    const entityRef = stringifyEntityRef(entity);
    const known = this.#apps.get(entityRef);
    const { etag } = entity.metadata;
    if (known && etag && known.entity.metadata.etag === etag) {
      return known;
    }
    const selector = parseAppSelector(entity);
    return selector && { entityRef, entity, selector };
  }
}
