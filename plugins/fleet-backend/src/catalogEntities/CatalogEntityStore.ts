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

import type { Entity } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';

/** An entity that somebody put into the catalog through Slipway. */
export interface StoredEntity {
  entityRef: string;
  entity: Entity;
  /** Entity ref of who registered it first. */
  createdBy: string;
  /** ISO 8601. */
  createdAt: string;
}

/** Keeps the entities that have no home in a Git repository. */
export interface CatalogEntityStore {
  get(entityRef: string): Promise<StoredEntity | undefined>;
  list(): Promise<StoredEntity[]>;
  /**
   * Keeps an entity. Done twice with the same entity it changes nothing the second time.
   *
   * @throws ConflictError when somebody else registered it, or there is one of its name in another namespace
   */
  put(entity: {
    entityRef: string;
    entity: Entity;
    createdBy: string;
  }): Promise<{
    changed: boolean;
  }>;
  /** @returns whether it was there */
  delete(entityRef: string): Promise<boolean>;
}

/** The name chooses the app's objects, so it is one entity's only. */
export function nameTaken(name: string): ConflictError {
  return new ConflictError(
    `The objects that carry the name ${name} belong to another app. Choose another name.`,
  );
}
