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

import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import {
  nameTaken,
  type CatalogEntityStore,
  type StoredEntity,
} from './CatalogEntityStore';
import { migrateDatabase } from './migrateDatabase';

const TABLE = 'catalog_entities';

interface EntityRow {
  entity_ref: string;
  /** JSON. */
  entity: string;
  /** One entity's only; null where an older one has the name. */
  app_name: string | null;
  created_by: string;
  /** ISO 8601. */
  created_at: string;
  /** ISO 8601. */
  updated_at: string;
}

/** Entities in the plugin's own database. */
export class DatabaseCatalogEntityStore implements CatalogEntityStore {
  readonly #db: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseCatalogEntityStore> {
    return new DatabaseCatalogEntityStore(
      await migrateDatabase(options.database),
    );
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async get(entityRef: string): Promise<StoredEntity | undefined> {
    const row = await this.#db<EntityRow>(TABLE)
      .where({ entity_ref: entityRef })
      .first();
    return row && toStoredEntity(row);
  }

  async list(): Promise<StoredEntity[]> {
    const rows = await this.#db<EntityRow>(TABLE).orderBy('entity_ref');
    return rows.map(toStoredEntity);
  }

  async put(options: {
    entityRef: string;
    entity: Entity;
    createdBy: string;
  }): Promise<{ changed: boolean }> {
    const { entityRef, createdBy } = options;
    const entity = JSON.stringify(options.entity);
    const now = new Date().toISOString();
    // The insert decides who was first, also between two replicas: of this entity, and of its name in any namespace.
    const inserted = await this.#db<EntityRow>(TABLE)
      .insert({
        entity_ref: entityRef,
        entity,
        app_name: options.entity.metadata.name,
        created_by: createdBy,
        created_at: now,
        updated_at: now,
      })
      .onConflict()
      .ignore()
      .returning('entity_ref');
    if (inserted.length > 0) {
      return { changed: true };
    }
    const updated = await this.#db<EntityRow>(TABLE)
      .where({ entity_ref: entityRef, created_by: createdBy })
      .andWhereNot({ entity })
      .update({ entity, updated_at: now });
    if (updated === 0) {
      await this.#requireOwn(options);
    }
    return { changed: updated > 0 };
  }

  async delete(entityRef: string): Promise<boolean> {
    const deleted = await this.#db<EntityRow>(TABLE)
      .where({ entity_ref: entityRef })
      .delete();
    return deleted > 0;
  }

  async #requireOwn(options: {
    entityRef: string;
    entity: Entity;
    createdBy: string;
  }): Promise<void> {
    const { entityRef, entity, createdBy } = options;
    const stored = await this.get(entityRef);
    if (!stored) {
      throw nameTaken(entity.metadata.name);
    }
    if (stored.createdBy !== createdBy) {
      throw new ConflictError(
        `${entityRef} is registered already, by somebody else. Choose another name.`,
      );
    }
  }
}

function toStoredEntity(row: EntityRow): StoredEntity {
  return {
    entityRef: row.entity_ref,
    entity: JSON.parse(row.entity),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
