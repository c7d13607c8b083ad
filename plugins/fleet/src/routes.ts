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

import { createRouteRef, useRouteRef } from '@backstage/core-plugin-api';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';

/**
 * The Fleet page.
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'fleet' });

/**
 * The Clusters tab of an entity page.
 *
 * @public
 */
export const entityClustersRouteRef = createRouteRef({
  id: 'fleet:entity-clusters',
});

const CLUSTERS_TAB_PATH = 'clusters';

/** Where the views of fleet link to. Router use stays in this file and in the blueprints. */
export interface FleetLinks {
  /** Undefined in an app that does not install the Fleet page. */
  fleet(): string | undefined;
  /** Undefined in an app that does not install the Fleet page. */
  cluster(name: string): string | undefined;
  /** The Clusters tab of an entity. */
  appClusters(entityRef: string): string;
}

/** @returns where the views of fleet link to */
export function useFleetLinks(): FleetLinks {
  const fleetPath = useFleetPath();
  const entityLink = useEntityRefLink();
  return {
    fleet: () => fleetPath,
    cluster: name => fleetPath && `${fleetPath}/${encodeURIComponent(name)}`,
    appClusters: entityRef => `${entityLink(entityRef)}/${CLUSTERS_TAB_PATH}`,
  };
}

function useFleetPath(): string | undefined {
  try {
    // eslint-disable-next-line react-hooks/rules-of-hooks
    return useRouteRef(rootRouteRef)().replace(/\/$/, '');
  } catch {
    // An app may install the entity cards without the page.
    return undefined;
  }
}
