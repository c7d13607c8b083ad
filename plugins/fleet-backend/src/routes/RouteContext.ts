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
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import type { AppAccess } from '../apps';
import type { ChangeServices } from '../apply';
import type { CatalogEntityService } from '../catalogEntities';
import type { FleetAuthorizer } from '../permissions';
import type { createOpenApiRouter } from '../schema/openapi';
import type { UpdateService } from '../updates';
import type { FleetViews } from '../views';

/** The router that the OpenAPI schema types: its paths, queries, bodies and answers. */
export type FleetRouter = Awaited<ReturnType<typeof createOpenApiRouter>>;

/** Who may call: people, and Backstage's own plugins, on somebody's behalf or on their own. */
export const USERS_AND_PLUGINS: { allow: Array<'user' | 'service'> } = {
  allow: ['user', 'service'],
};

/** What routes are made of. */
export interface RouteContext {
  access: AppAccess;
  auditor: AuditorService;
  auth: AuthService;
  authorizer: FleetAuthorizer;
  catalogEntities: CatalogEntityService;
  changes: ChangeServices;
  fleet: FleetService;
  httpAuth: HttpAuthService;
  updates: UpdateService;
  views: FleetViews;
}
