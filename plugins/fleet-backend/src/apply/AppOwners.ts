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

import type { App, AppDirectory } from '../apps';
import type { CatalogEntityStore } from '../catalogEntities';

const OWNED_BY = 'ownedBy';

/** Whom apps belong to: the owners in the catalog, and who registered the app through Slipway. */
export class AppOwners {
  readonly #owners: ReadonlyMap<string, ReadonlySet<string>>;

  static async load({
    directory,
    store,
  }: {
    directory: Pick<AppDirectory, 'ensureLoaded' | 'list'>;
    store: Pick<CatalogEntityStore, 'list'>;
  }): Promise<AppOwners> {
    const [registered] = await Promise.all([
      store.list(),
      directory.ensureLoaded(),
    ]);
    const registrants = new Map(
      registered.map(({ entityRef, createdBy }) => [entityRef, createdBy]),
    );
    const owners = new Map<string, Set<string>>();
    for (const app of directory.list()) {
      const { kubernetesId } = app.selector;
      if (kubernetesId !== undefined) {
        const known = owners.get(kubernetesId) ?? new Set();
        ownersOfApp(app, registrants).forEach(owner => known.add(owner));
        owners.set(kubernetesId, known);
      }
    }
    return new AppOwners(owners);
  }

  private constructor(owners: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#owners = owners;
  }

  /** Entity refs of the owners of apps by the names that their objects carry. */
  of(kubernetesIds: Iterable<string>): string[] {
    const owners = [...kubernetesIds].flatMap(id => [
      ...(this.#owners.get(id) ?? []),
    ]);
    return [...new Set(owners)];
  }
}

function ownersOfApp(
  { entityRef, entity }: App,
  registrants: ReadonlyMap<string, string>,
): string[] {
  const owners = (entity.relations ?? [])
    .filter(({ type }) => type === OWNED_BY)
    .map(({ targetRef }) => targetRef);
  const registrant = registrants.get(entityRef);
  return registrant === undefined ? owners : [...owners, registrant];
}
