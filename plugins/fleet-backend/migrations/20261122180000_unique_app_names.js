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

/**
 * The name of a registered entity chooses an app's objects, so it is one app's only, whatever its namespace. The table
 * itself sees to it, so that two replicas cannot give one name to two apps at the same moment.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('catalog_entities', table => {
    table
      .string('app_name', 255)
      .comment('metadata.name; empty where an older entity has the name');
  });
  const rows = await knex('catalog_entities').orderBy('created_at');
  const taken = new Set();
  for (const { entity_ref: ref, entity } of rows) {
    const name = JSON.parse(entity).metadata.name;
    if (!taken.has(name)) {
      taken.add(name);
      await knex('catalog_entities')
        .where({ entity_ref: ref })
        .update({ app_name: name });
    }
  }
  await knex.schema.alterTable('catalog_entities', table => {
    table.unique(['app_name'], { indexName: 'catalog_entities_app_name' });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('catalog_entities', table => {
    table.dropUnique(['app_name'], 'catalog_entities_app_name');
  });
  await knex.schema.alterTable('catalog_entities', table => {
    table.dropColumn('app_name');
  });
};
