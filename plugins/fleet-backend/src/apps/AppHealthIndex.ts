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
  AppPlace,
  AppSelector,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { App } from './App';
import { AppCache } from './AppCache';

/** More pods than this hold no GPUs of one cluster. */
const MAX_GPU_PODS = 5000;

/** An app in one cluster. */
export interface AppHere {
  status: NonNullable<AppClusterStatus['status']>;
  /** `namespace/name` of its pods that hold GPUs. */
  listGpuPods(): string[];
}

/** What starts or fails is judged by the clock too: in which second a probe has failed for too long. */
const UNSETTLED_TTL_MS = 5_000;

function ttlOf(here: AppHere | undefined): number {
  const isSettled =
    !here ||
    (here.status.health.state === 'healthy' &&
      here.status.restartsLastHour === 0);
  return isSettled ? Infinity : UNSETTLED_TTL_MS;
}

/**
 * The status of every app in every cluster, kept until something in the cluster changes it.
 *
 * The Fleet page asks for all apps at once, for every viewer, up to twice a second, and all who have one app open ask
 * for the same.
 */
export class AppHealthIndex {
  readonly #fleet: FleetService;
  readonly #statuses = new AppCache<AppHere | undefined>(ttlOf);
  readonly #places = new AppCache<AppPlace[]>();
  readonly #stop: () => void;

  static create(options: { fleet: FleetService }) {
    return new AppHealthIndex(options.fleet);
  }

  private constructor(fleet: FleetService) {
    this.#fleet = fleet;
    this.#stop = fleet.onChange(change => {
      this.#statuses.forget(change);
      this.#places.forget(change);
    });
  }

  close(): void {
    this.#stop();
  }

  /**
   * The app in one cluster; undefined where nothing of it runs or ran.
   *
   * @param selector - the app's own, or one that was narrowed to what a viewer may see of it
   */
  get(
    cluster: string,
    app: App,
    selector: AppSelector = app.selector,
  ): AppHere | undefined {
    // By namespaces, so that what one may see is never taken from what was read for somebody who may see more.
    return this.#statuses.get(cluster, app, selector.namespaces.join(), () =>
      this.#read(cluster, selector),
    );
  }

  /** Where in a cluster the app has objects. */
  places(cluster: string, app: App): AppPlace[] {
    return this.#places.get(cluster, app, '', () =>
      this.#fleet.locateApp(app.selector, cluster),
    );
  }

  #read(cluster: string, selector: AppSelector): AppHere | undefined {
    const [entry] = this.#fleet.getApp(selector, [cluster]);
    if (!entry?.status) {
      return undefined;
    }
    const { status } = entry;
    return { status, listGpuPods: () => this.#listGpuPods(cluster, selector) };
  }

  #listGpuPods(cluster: string, selector: AppSelector): string[] {
    return this.#fleet
      .getInstances(selector, { cluster, limit: MAX_GPU_PODS })
      .items.filter(({ gpus = 0 }) => gpus > 0)
      .map(({ namespace, name }) => `${namespace}/${name}`);
  }
}
