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
import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';

/** Hands entities to the catalog when they differ from the last ones, so that a quiet fleet costs it nothing. */
export class ChangedOnly {
  readonly #connection: EntityProviderConnection;
  readonly #locationKey: string;
  #applied: string | undefined;

  static create(options: {
    connection: EntityProviderConnection;
    /** Says whose the entities are, when another source has one of the same name. */
    locationKey: string;
  }) {
    return new ChangedOnly(options.connection, options.locationKey);
  }

  private constructor(
    connection: EntityProviderConnection,
    locationKey: string,
  ) {
    this.#connection = connection;
    this.#locationKey = locationKey;
  }

  /** @returns whether they differed */
  async apply(entities: Entity[]): Promise<boolean> {
    const wanted = JSON.stringify(entities);
    if (wanted === this.#applied) {
      return false;
    }
    await this.#connection.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({
        entity,
        locationKey: this.#locationKey,
      })),
    });
    this.#applied = wanted;
    return true;
  }
}
