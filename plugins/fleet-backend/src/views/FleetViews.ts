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

import { NotFoundError } from '@backstage/errors';
import type {
  AppAttention,
  AppStatus,
  ClusterDetails,
  ClusterSlots,
  FleetSummary,
  InstanceSize,
} from '@slipway/backstage-plugin-fleet-common';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import {
  combineHealth,
  type App,
  type AppDirectory,
  type AppHealthIndex,
} from '../apps';
import { readableBy, type Viewer } from '../permissions';
import { hideGpuHolders } from './hideGpuHolders';

/** One sentence for both, so that nobody learns which clusters exist. */
export const CLUSTER_HIDDEN =
  'You may not see this cluster, or it does not exist.';

type FleetCluster = ReturnType<FleetService['getCluster']>;

/**
 * Puts together what a viewer sees, from memory and without I/O. Clusters that the viewer may not read are left out
 * of lists and sums without a count.
 */
export class FleetViews {
  readonly #fleet: FleetService;
  readonly #health: AppHealthIndex;
  readonly #directory: AppDirectory;

  static create(options: {
    fleet: FleetService;
    health: AppHealthIndex;
    directory: AppDirectory;
  }) {
    return new FleetViews(options.fleet, options.health, options.directory);
  }

  private constructor(
    fleet: FleetService,
    health: AppHealthIndex,
    directory: AppDirectory,
  ) {
    this.#fleet = fleet;
    this.#health = health;
    this.#directory = directory;
  }

  /** @param apps - the apps that the viewer may see */
  getFleet(viewer: Viewer, apps: App[]): FleetSummary {
    const { made, saved, sinceSeconds, views } = this.#fleet.getRequestCounts();
    return {
      clusters: readableBy(viewer, this.#fleet.listClusters()).map(cluster =>
        this.#describe(viewer, cluster, apps),
      ),
      requests: { made, saved, sinceSeconds, views },
    };
  }

  /** @throws NotFoundError */
  getCluster(viewer: Viewer, name: string, apps: App[]): ClusterDetails {
    return this.#describe(viewer, this.requireCluster(viewer, name), apps);
  }

  /** @throws NotFoundError in the same words for a cluster that the viewer may not see and one that is not there */
  requireCluster(viewer: Viewer, name: string): FleetCluster {
    const cluster = this.#fleet
      .listClusters()
      .find(candidate => candidate.name === name);
    if (!cluster || !viewer.canRead(cluster)) {
      throw new NotFoundError(CLUSTER_HIDDEN);
    }
    return cluster;
  }

  getSlots(viewer: Viewer, size: InstanceSize): ClusterSlots[] {
    return readableBy(viewer, this.#fleet.listClusters()).map(({ name }) =>
      this.#fleet.getSlots(name, size),
    );
  }

  getApp(viewer: Viewer, app: App): AppStatus {
    const clusters = this.#fleet.getApp(
      app.selector,
      this.getReadableNames(viewer),
    );
    return {
      entityRef: app.entityRef,
      selector: app.selector.description,
      clusters,
      health: combineHealth(clusters),
    };
  }

  getReadableNames(viewer: Viewer): string[] {
    return readableBy(viewer, this.#fleet.listClusters()).map(
      ({ name }) => name,
    );
  }

  #describe(
    viewer: Viewer,
    cluster: FleetCluster,
    apps: App[],
  ): ClusterDetails {
    const attention: AppAttention[] = [];
    const refs: string[] = [];
    const gpuOwners = new Map<string, string>();
    for (const { entityRef, here } of this.#appsOn(cluster.name, apps)) {
      refs.push(entityRef);
      here.gpuPods.forEach(pod => gpuOwners.set(pod, entityRef));
      const { state, reasons } = here.status.health;
      if (state === 'failing' || state === 'attention') {
        const message = reasons[0]?.message ?? 'The reason is not known.';
        attention.push({ entityRef, state, message });
      }
    }
    return {
      ...cluster,
      writable: viewer.canChange(cluster),
      apps: refs.sort(),
      attention: attention.sort(worstFirst),
      gpuNodes: hideGpuHolders(
        this.#fleet.getGpuNodes(cluster.name),
        gpuOwners,
        apps.length > 0 && apps.length === this.#directory.list().length,
      ),
    };
  }

  #appsOn(cluster: string, apps: App[]) {
    return apps.flatMap(app => {
      const here = this.#health.get(cluster, app);
      return here ? [{ entityRef: app.entityRef, here }] : [];
    });
  }
}

function worstFirst(a: AppAttention, b: AppAttention): number {
  if (a.state !== b.state) {
    return a.state === 'failing' ? -1 : 1;
  }
  return a.entityRef < b.entityRef ? -1 : 1;
}
