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

import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { KubernetesClustersSupplier } from '@backstage/plugin-kubernetes-node';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';

/** How often the fleet hears of clusters that came or went. */
const INTERVAL_MS = 60_000;
/** How often while a locator fails, as the catalog's does until the catalog is up. */
const RETRY_MS = 5_000;

/**
 * Hands the clusters that the stock plugin knows of to the fleet, again and again, as this backend itself may see them.
 * While a locator fails the fleet keeps what it has.
 *
 * @returns how to stop
 */
export function offerClustersToFleet(options: {
  supplier: KubernetesClustersSupplier;
  fleet: Pick<FleetService, 'offerClusters'>;
  auth: AuthService;
  logger: LoggerService;
}): () => void {
  const { supplier, fleet, auth, logger } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let failed = false;

  const offer = async () => {
    try {
      const credentials = await auth.getOwnServiceCredentials();
      const clusters = await supplier.getClusters({ credentials });
      if (!stopped) {
        fleet.offerClusters(clusters);
      }
      failed = false;
    } catch (error) {
      if (!failed) {
        logger.warn(
          'The fleet keeps the clusters it has, since those of the Kubernetes plugin cannot be listed',
          error as Error,
        );
      }
      failed = true;
    }
    if (!stopped) {
      timer = setTimeout(offer, failed ? RETRY_MS : INTERVAL_MS).unref();
    }
  };
  offer();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
