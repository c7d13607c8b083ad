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
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import type { AppDirectory } from '../apps';
import type { CatalogEntityStore } from '../catalogEntities';
import type { ChangeAuthorizer, FleetAuthorizer } from '../permissions';
import type { SubjectMapper } from '../reviews';
import type { ApplyConfig } from './ApplyConfig';
import { ApplyService } from './ApplyService';
import { ChangeAudit } from './ChangeAudit';
import { ChangePreparer } from './ChangePreparer';
import { DeleteService } from './DeleteService';
import { Impersonation } from './Impersonation';
import { NamespaceDirectory } from './NamespaceDirectory';
import { NamespaceService } from './NamespaceService';
import { ObjectGuard } from './ObjectGuard';
import { WaitService } from './WaitService';

/** All that changes objects in clusters, and what people ask before and after. */
export interface ChangeServices {
  apply: ApplyService;
  delete: DeleteService;
  namespaces: NamespaceService;
  namespaceDirectory: NamespaceDirectory;
  wait: WaitService;
}

/** Puts together what the changes share: one guard, one audit, one decision of who acts. */
export function createChangeServices(services: {
  auditor: AuditorService;
  auth: AuthService;
  authorizer: FleetAuthorizer;
  catalog: CatalogService;
  changes: ChangeAuthorizer;
  config: ApplyConfig;
  directory: AppDirectory;
  fleet: FleetService;
  store: CatalogEntityStore;
  subjects: SubjectMapper;
}): ChangeServices {
  const { config } = services;
  const audit = ChangeAudit.create(services);
  const guard = ObjectGuard.create(services);
  const impersonation = Impersonation.create({
    ...services,
    clusters: config.impersonate,
  });
  const preparer = ChangePreparer.create({
    ...services,
    guard,
    impersonation,
  });
  const parts = { ...services, audit, guard, impersonation, preparer };
  return {
    apply: ApplyService.create(parts),
    delete: DeleteService.create(parts),
    namespaces: NamespaceService.create(parts),
    namespaceDirectory: NamespaceDirectory.create(parts),
    wait: WaitService.create(parts),
  };
}
