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

import type { Entity } from '@backstage/catalog-model';
import type { ClusterRights } from '../reviews';
import type { FleetClusterResource } from './clusterResource';

/**
 * What one person or plugin may see and change, as the permission policy and the clusters' own RBAC decided a moment
 * ago.
 *
 * Asking it costs no I/O, so it can be asked for every cluster and app of a list.
 */
export interface Viewer {
  canRead(cluster: FleetClusterResource): boolean;
  canChange(cluster: FleetClusterResource): boolean;
  canReadApp(entity: Entity): boolean;
  /** Whether the catalog shows every entity, so that it need not be asked for each. */
  readonly seesWholeCatalog: boolean;
  /** What the cluster's own RBAC allows. What is read by it must be read through `settle`. */
  rightsOn(cluster: string): ClusterRights;
  /**
   * Reads as often as it takes until all rights that the reading looks at are known, save those of clusters that do not
   * answer soon, which are denied for now.
   */
  settle<T>(read: () => T): Promise<T>;
  /** Until when the rights hold that were looked at so far, in epoch milliseconds; Infinity where there were none. */
  readonly freshUntil: number;
}

/** The clusters of a list that the viewer may see. */
export function readableBy<T extends FleetClusterResource>(
  viewer: Viewer,
  clusters: T[],
): T[] {
  return clusters.filter(cluster => viewer.canRead(cluster));
}
