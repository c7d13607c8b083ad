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
  AuthService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { KubernetesClusterSupplierExtensionPoint } from '@backstage/plugin-kubernetes-node';
import {
  principalKey,
  type FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import { CachedClusterSupplier, offerClustersToFleet } from './clusters';

/** Locator types whose clusters are the same for everybody: all but the catalog, which has permissions of its own. */
const SAME_FOR_ALL = ['config', 'gke', 'localKubectlProxy'];

export interface ClustersOptions {
  auth: AuthService;
  config: Config;
  fleet: FleetService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  clusterSupplierPoint: KubernetesClusterSupplierExtensionPoint;
}

/** Puts a cache before the stock plugin's cluster supplier, and hands its clusters to the fleet. */
export function addClusters(options: ClustersOptions): void {
  const { auth, config, fleet, lifecycle, logger } = options;
  options.clusterSupplierPoint.addClusterSupplier(async ({ getDefault }) => {
    const supplier = await getDefault();
    const types = locatorTypes(config);
    const sameForAll = types.every(type => SAME_FOR_ALL.includes(type));
    // Those of the configuration the fleet reads itself.
    if (types.some(type => type === 'catalog' || type === 'gke')) {
      const stop = offerClustersToFleet({ supplier, fleet, auth, logger });
      lifecycle.addShutdownHook(stop);
    }
    return CachedClusterSupplier.create({
      supplier,
      keyOf: credentials => (sameForAll ? '' : principalKey(auth, credentials)),
      logger,
    });
  });
}

function locatorTypes(config: Config): string[] {
  const methods =
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  return methods.map(method => method.getString('type'));
}
