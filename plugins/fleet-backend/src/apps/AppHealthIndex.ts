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

/** More pods than this hold no GPUs of one cluster. */
const MAX_GPU_PODS = 5000;

/** An app in one cluster. */
export interface AppHere {
  status: NonNullable<AppClusterStatus['status']>;
  /** `namespace/name` of its pods that hold GPUs. */
  gpuPods: string[];
}

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
  get(cluster: string, app: App): AppHere | undefined {
    let cached = this.#byCluster.get(cluster);
    if (!cached) {
      cached = new Map();
      this.#byCluster.set(cluster, cached);
    }
    const known = cached.get(app.entityRef);
    if (known && known.app === app) {
      return known.here;
    }
    const here = this.#read(cluster, app);
    cached.set(app.entityRef, { app, here });
    return here;
  }

  #read(cluster: string, app: App): AppHere | undefined {
    const { selector } = app;
    const [entry] = this.#fleet.getApp(selector, [cluster]);
    if (!entry?.status) {
      return undefined;
    }
    const { status } = entry;
    const holdsGpus = (status.gpus?.allocated ?? 0) > 0;
    const gpuPods = holdsGpus
      ? this.#fleet
          .getInstances(selector, { cluster, limit: MAX_GPU_PODS })
          .items.filter(({ gpus = 0 }) => gpus > 0)
          .map(({ namespace, name }) => `${namespace}/${name}`)
      : [];
    return { status, gpuPods };
  }

  #forget(change: FleetChange): void {
    const cached = this.#byCluster.get(change.cluster);
    if (change.clusterChanged) {
      cached?.clear();
      return;
    }
    for (const [entityRef, { app }] of cached ?? []) {
      if (change.affects(app.selector)) {
        cached?.delete(entityRef);
      }
    }
  }
}

interface CachedStatus {
  /** The app as it was when the status was read: a new selector makes it void. */
  app: App;
  here: AppHere | undefined;
}
