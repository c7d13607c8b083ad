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

import type { AppClusterStatus } from '@slipway/backstage-plugin-fleet-common';
import type {
  FleetChange,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { App } from './App';

/**
 * The status of every app in every cluster, kept until something in the cluster changes it.
 *
 * The Fleet page asks for all apps at once, for every viewer, up to twice a second.
 */
export class AppHealthIndex {
  readonly #fleet: FleetService;
  readonly #byCluster = new Map<string, Map<string, CachedStatus>>();
  readonly #stop: () => void;

  static create(options: { fleet: FleetService }) {
    return new AppHealthIndex(options.fleet);
  }

  private constructor(fleet: FleetService) {
    this.#fleet = fleet;
    this.#stop = fleet.onChange(change => this.#forget(change));
  }

  close(): void {
    this.#stop();
  }

  /** The app in one cluster; undefined where nothing of it runs or ran. */
  get(cluster: string, app: App): AppClusterStatus | undefined {
    let statuses = this.#byCluster.get(cluster);
    if (!statuses) {
      statuses = new Map();
      this.#byCluster.set(cluster, statuses);
    }
    const cached = statuses.get(app.entityRef);
    if (cached && cached.app === app) {
      return cached.status;
    }
    const status = this.#fleet
      .getApp(app.selector, [cluster])
      .find(entry => entry.cluster === cluster && entry.status !== undefined);
    statuses.set(app.entityRef, { app, status });
    return status;
  }

  #forget(change: FleetChange): void {
    const statuses = this.#byCluster.get(change.cluster);
    if (change.clusterChanged) {
      statuses?.clear();
      return;
    }
    for (const [entityRef, { app }] of statuses ?? []) {
      if (change.affects(app.selector)) {
        statuses?.delete(entityRef);
      }
    }
  }
}

interface CachedStatus {
  /** The app as it was when the status was computed: a new selector makes it void. */
  app: App;
  status: AppClusterStatus | undefined;
}
