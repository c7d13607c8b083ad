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
 * Entities that were registered through Slipway, since no Git repository keeps them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('catalog_entities', table => {
    table
      .string('entity_ref', 255)
      .primary()
      .comment('Full entity ref in lower case');
    table
      .text('entity', 'longtext')
      .notNullable()
      .comment('The entity as JSON');
    table
      .string('created_by', 255)
      .notNullable()
      .comment('Entity ref of who registered it; only they may change it');
    table.string('created_at', 32).notNullable().comment('ISO 8601');
    table.string('updated_at', 32).notNullable().comment('ISO 8601');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('catalog_entities');
};
