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

import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** A number of Slipway's own among PostgreSQL's advisory locks: "slipway" in ASCII. */
const LOCK_KEY = '32490090384028025';

/**
 * Brings the plugin's tables up to date. Replicas that start at the same moment do so one after the other: Knex itself
 * lets the second fail. One transaction does all, so that a replica that dies in it leaves nothing half done or locked.
 */
export async function migrateDatabase(
  database: DatabaseService,
): Promise<Knex> {
  const db = await database.getClient();
  if (database.migrations?.skip) {
    return db;
  }
  const migrate = (on: Knex) =>
    on.migrate.latest({
      directory: resolvePackagePath(
        '@slipway/backstage-plugin-fleet-backend',
        'migrations',
      ),
    });
  if (db.client.config.client !== 'pg') {
    // The embedded database has one user.
    await migrate(db);
    return db;
  }
  await db.transaction(async locked => {
    await locked.raw('select pg_advisory_xact_lock(?::bigint)', [LOCK_KEY]);
    await migrate(locked);
  });
  return db;
}
