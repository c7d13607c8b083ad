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

import { setImmediate } from 'node:timers/promises';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  AppAttention,
  AppClusterStatus,
  AppStatus,
  ClusterDetails,
  ClusterSlots,
  FleetSummary,
  InstanceSize,
  NodeHeadroom,
  SlotsRequest,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  AppSelector,
  ClusterOutline,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import {
  combineHealth,
  isChosen,
  seeApp,
  type App,
  type AppDirectory,
  type AppHealthIndex,
  type AppHere,
  type AppSight,
} from '../apps';
import { readableBy, type Viewer } from '../permissions';
import {
  LIST_NODES,
  LIST_PODS,
  READ_LOGS,
  type Right,
  type Verdict,
} from '../reviews';
import {
  deniedFreshness,
  hiddenSlots,
  withoutHiddenKinds,
  withoutNodes,
} from './denied';
import { hideGpuHolders } from './hideGpuHolders';

/** One sentence for both, so that nobody learns which clusters exist. */
export const CLUSTER_HIDDEN =
  'You may not see this cluster, or it does not exist.';

type FleetCluster = ReturnType<FleetService['getCluster']>;

/**
 * Puts together what a viewer sees, from memory and without I/O. Clusters that the viewer may not read are left out
 * of lists and sums without a count. Where the cluster's own RBAC decides too, all of this is right only when it is
 * read through `viewer.settle`.
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
    this.requireCluster(viewer, name);
    return this.#describe(viewer, this.#fleet.getCluster(name), apps);
  }

  /** @throws NotFoundError in the same words for a cluster that the viewer may not see and one that is not there */
  requireCluster(viewer: Viewer, name: string): ClusterOutline {
    const cluster = this.#fleet
      .listOutlines()
      .find(candidate => candidate.name === name);
    if (!cluster || !viewer.canRead(cluster)) {
      throw new NotFoundError(CLUSTER_HIDDEN);
    }
    return cluster;
  }

  /**
   * @throws NotFoundError when the viewer may not see the cluster
   * @throws NotAllowedError with a sentence that says which right is missing
   */
  getNodes(viewer: Viewer, name: string): NodeHeadroom[] {
    this.requireCluster(viewer, name);
    const verdict = viewer.rightsOn(name).check(LIST_NODES);
    if (!verdict.allowed) {
      throw new NotAllowedError(verdict.reason);
    }
    return this.#fleet.getNodes(name);
  }

  /** @throws InputError when a template cannot be read */
  async getSlots(
    viewer: Viewer,
    input: InstanceSize | SlotsRequest,
  ): Promise<ClusterSlots[]> {
    const verdicts = await viewer.settle(() => this.#mayCount(viewer, input));
    const items: ClusterSlots[] = [];
    for (const [name, verdict] of verdicts) {
      items.push(
        verdict.allowed
          ? this.#fleet.getSlots(name, input)
          : hiddenSlots(name, verdict),
      );
      // A large cluster takes some 50 ms to count; others want the thread in between.
      await setImmediate();
    }
    return items;
  }

  /** Whether the viewer may know how full the clusters are, which templates with affinity ask of their pods too. */
  #mayCount(
    viewer: Viewer,
    input: InstanceSize | SlotsRequest,
  ): Array<[string, Verdict]> {
    const ofTemplate = 'template' in input;
    const only = ofTemplate ? input.clusters : undefined;
    return readableBy(viewer, this.#fleet.listOutlines())
      .filter(({ name }) => !only || only.includes(name))
      .map(({ name }) => {
        const rights = viewer.rightsOn(name);
        const nodes = rights.check(LIST_NODES);
        return [
          name,
          nodes.allowed && ofTemplate ? rights.check(LIST_PODS) : nodes,
        ];
      });
  }

  getApp(viewer: Viewer, app: App): AppStatus {
    const clusters = readableBy(viewer, this.#fleet.listOutlines())
      .filter(({ name }) => isChosen(app.selector, name))
      .flatMap(cluster => this.#appOn(viewer, app, cluster));
    return {
      entityRef: app.entityRef,
      selector: app.selector.description,
      clusters,
      health: combineHealth(clusters),
    };
  }

  /**
   * What of an app the viewer may see in a cluster that it may read.
   *
   * @param needs - rights instead of those that seeing the app's status takes
   */
  seeApp(viewer: Viewer, app: App, cluster: string, needs?: Right[]): AppSight {
    return seeApp({
      rights: viewer.rightsOn(cluster),
      selector: app.selector,
      places: () => this.#fleet.locateApp(app.selector, cluster),
      needs: needs && (() => needs),
    });
  }

  /**
   * The same for a view of this cluster alone.
   *
   * @throws NotFoundError when the viewer may not see the cluster
   * @throws NotAllowedError with a sentence that says which right is missing
   */
  requireApp(
    viewer: Viewer,
    app: App,
    cluster: string,
    needs: Right[],
  ): AppSelector {
    this.requireCluster(viewer, cluster);
    const { selector, denial } = this.seeApp(viewer, app, cluster, needs);
    if (!selector) {
      throw new NotAllowedError(denial.reason);
    }
    return selector;
  }

  /** @throws NotFoundError, NotAllowedError */
  requireLogs(
    viewer: Viewer,
    cluster: string,
    { namespace, pod }: { namespace: string; pod: string },
  ): void {
    this.requireCluster(viewer, cluster);
    const verdict = viewer
      .rightsOn(cluster)
      .check(READ_LOGS, { namespace, name: pod });
    if (!verdict.allowed) {
      throw new NotAllowedError(verdict.reason);
    }
  }

  getReadableNames(viewer: Viewer): string[] {
    return readableBy(viewer, this.#fleet.listOutlines()).map(
      ({ name }) => name,
    );
  }

  #appOn(
    viewer: Viewer,
    app: App,
    cluster: ClusterOutline,
  ): AppClusterStatus[] {
    const { name, location, group, freshness } = cluster;
    const { selector, denial } = this.seeApp(viewer, app, name);
    if (!selector) {
      const denied = deniedFreshness(denial);
      return [{ cluster: name, location, group, freshness: denied }];
    }
    const here = this.#health.get(name, app, selector);
    return here
      ? [{ cluster: name, location, group, freshness, status: here.status }]
      : this.#fleet.getApp(selector, [name]);
  }

  #describe(
    viewer: Viewer,
    cluster: FleetCluster,
    apps: App[],
  ): ClusterDetails {
    const attention: AppAttention[] = [];
    const refs: string[] = [];
    const gpuOwners = new Map<string, string>();
    for (const { entityRef, here } of this.#appsOn(viewer, cluster, apps)) {
      refs.push(entityRef);
      if (here.status.gpus?.allocated) {
        here.listGpuPods().forEach(pod => gpuOwners.set(pod, entityRef));
      }
      const { state, reasons } = here.status.health;
      if (state === 'failing' || state === 'attention') {
        const message = reasons[0]?.message ?? 'The reason is not known.';
        attention.push({ entityRef, state, message });
      }
    }
    const rights = viewer.rightsOn(cluster.name);
    const nodes = rights.check(LIST_NODES);
    return {
      ...(nodes.allowed ? cluster : withoutNodes(cluster, nodes)),
      kinds: rights.unrestricted
        ? cluster.kinds
        : withoutHiddenKinds(cluster.kinds, rights),
      writable: viewer.canChange(cluster),
      apps: refs.sort(),
      attention: attention.sort(worstFirst),
      gpuNodes: nodes.allowed
        ? hideGpuHolders(
            this.#fleet.getGpuNodes(cluster.name),
            gpuOwners,
            this.#seesAllPods(rights.check(LIST_PODS), apps),
          )
        : [],
    };
  }

  #seesAllPods(verdict: Verdict, apps: App[]): boolean {
    return (
      verdict.allowed &&
      apps.length > 0 &&
      apps.length === this.#directory.list().length
    );
  }

  #appsOn(
    viewer: Viewer,
    { name }: FleetCluster,
    apps: App[],
  ): Array<{ entityRef: string; here: AppHere }> {
    const rights = viewer.rightsOn(name);
    return apps.flatMap(app => {
      const { selector } = seeApp({
        rights,
        selector: app.selector,
        places: () => this.#health.places(name, app),
      });
      const here = selector && this.#health.get(name, app, selector);
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
