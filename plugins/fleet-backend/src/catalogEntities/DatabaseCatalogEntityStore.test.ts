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

import { resolve } from 'node:path';
import {
  mockServices,
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { DatabaseCatalogEntityStore } from './DatabaseCatalogEntityStore';

const databases = TestDatabases.create({
  ids: ['POSTGRES_18', 'POSTGRES_14', 'SQLITE_3'],
});

const MIGRATIONS = resolve(__dirname, '../../migrations');

const entityRef = 'component:default/feed';
const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'feed' },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-feed' },
};
const alice = 'user:default/alice';
const bob = 'user:default/bob';

jest.setTimeout(60_000);

async function start(id: TestDatabaseId) {
  const knex = await databases.init(id);
  const database = mockServices.database({ knex, migrations: { skip: false } });
  return {
    knex,
    store: await DatabaseCatalogEntityStore.create({ database }),
    reopen: () => DatabaseCatalogEntityStore.create({ database }),
  };
}

describe.each(databases.eachSupportedId())('on %s', id => {
  it('keeps an entity once, whoever is first', async () => {
    const { store, reopen } = await start(id);
    expect(await store.get(entityRef)).toBeUndefined();

    const put = { entityRef, entity, createdBy: alice };
    expect(await store.put(put)).toEqual({ changed: true });
    expect(await store.put(put)).toEqual({ changed: false });
    const stored = await store.get(entityRef);
    expect(stored).toEqual({
      entityRef,
      entity,
      createdBy: alice,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });

    await expect(store.put({ ...put, createdBy: bob })).rejects.toThrow(
      'component:default/feed is registered already, by somebody else.',
    );

    const described = {
      ...entity,
      metadata: { ...entity.metadata, description: 'new' },
    };
    expect(await store.put({ ...put, entity: described })).toEqual({
      changed: true,
    });
    const again = await reopen();
    expect(await again.list()).toEqual([{ ...stored, entity: described }]);
  });

  it('lets one of two win who register the same name at once', async () => {
    const { store } = await start(id);
    const outcomes = await Promise.allSettled(
      [alice, bob].map(createdBy =>
        store.put({ entityRef, entity, createdBy }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(await store.list()).toHaveLength(1);
  });

  it('lets one of two win who register one name in two namespaces at once', async () => {
    const { store } = await start(id);
    const put = (namespace: string) =>
      store.put({
        entityRef: `component:${namespace}/feed`,
        entity: { ...entity, metadata: { name: 'feed', namespace } },
        createdBy: alice,
      });
    const outcomes = await Promise.allSettled([put('one'), put('two')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    const [{ entityRef: winner }] = await store.list();
    const loser = winner.includes('one') ? 'two' : 'one';
    await expect(put(loser)).rejects.toThrow(
      'The objects that carry the name feed belong to another app.',
    );
    await store.delete(winner);
    expect(await put(loser)).toEqual({ changed: true });
  });

  it('keeps what was registered before names were unique', async () => {
    const { knex, reopen } = await start(id);
    await knex.migrate.down({ directory: MIGRATIONS });
    const rows = ['two', 'one'].map((namespace, index) => ({
      entity_ref: `component:${namespace}/feed`,
      entity: JSON.stringify({
        ...entity,
        metadata: { name: 'feed', namespace },
      }),
      created_by: alice,
      created_at: `2026-11-22T10:00:0${index}.000Z`,
      updated_at: '',
    }));
    await knex('catalog_entities').insert(rows);
    const store = await reopen();
    expect(await store.list()).toHaveLength(2);
    // The older has the name.
    await store.delete('component:one/feed');
    await expect(
      store.put({
        entityRef: 'component:three/feed',
        entity,
        createdBy: alice,
      }),
    ).rejects.toThrow('belong to another app');
  });

  it('can be undone', async () => {
    const { knex } = await start(id);
    await knex.migrate.rollback({ directory: MIGRATIONS }, true);
    expect(await knex.schema.hasTable('catalog_entities')).toBe(false);
  });
});
