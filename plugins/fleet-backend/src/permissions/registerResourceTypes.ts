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

import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  fleetAppReadPermission,
  fleetClusterReadPermission,
  kubernetesApplyPermission,
  kubernetesDeletePermission,
  kubernetesNamespaceCreatePermission,
  kubernetesTakeOverPermission,
} from '@slipway/backstage-plugin-fleet-common';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import type { AppDirectory } from '../apps';
import { fleetAppResourceRef } from './appResource';
import { fleetAppRules } from './appRules';
import { fleetClusterResourceRef } from './clusterResource';
import { fleetClusterRules } from './clusterRules';
import { kubernetesObjectResourceRef } from './objectResource';
import { kubernetesObjectRules } from './objectRules';

/** Tells the permission framework what fleet protects, and by which rules. */
export function registerResourceTypes(options: {
  permissionsRegistry: PermissionsRegistryService;
  fleet: FleetService;
  directory: AppDirectory;
}): void {
  const { permissionsRegistry, fleet, directory } = options;
  permissionsRegistry.addResourceType({
    resourceRef: fleetClusterResourceRef,
    permissions: [fleetClusterReadPermission],
    rules: Object.values(fleetClusterRules),
    getResources: async names => {
      const clusters = new Map(
        fleet.listOutlines().map(cluster => [cluster.name, cluster]),
      );
      return names.map(name => clusters.get(name));
    },
  });
  permissionsRegistry.addResourceType({
    resourceRef: fleetAppResourceRef,
    permissions: [fleetAppReadPermission],
    rules: Object.values(fleetAppRules),
    getResources: entityRefs => directory.getEntities(entityRefs),
  });
  permissionsRegistry.addResourceType({
    resourceRef: kubernetesObjectResourceRef,
    permissions: [
      kubernetesApplyPermission,
      kubernetesDeletePermission,
      kubernetesNamespaceCreatePermission,
      kubernetesTakeOverPermission,
    ],
    rules: Object.values(kubernetesObjectRules),
  });
  permissionsRegistry.addPermissions([
    catalogEntityCreatePermission,
    catalogEntityDeletePermission,
  ]);
}
