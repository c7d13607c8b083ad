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

import type { Cluster } from '@slipway/backstage-plugin-fleet-common';
import { monotonicNow } from '../clock';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';

type Description = Omit<Cluster, 'writable'>;

/** What makes no change by itself, as a pod whose requests are resized in place, is seen this much later. */
const MAX_AGE_MS = 5_000;

/**
 * Descriptions of clusters, made anew only when something changed that they tell of. Headroom is a sum over all pods
 * of a cluster, some 10 ms for 10,000 of them, and every view of every app asks which clusters there are.
 */
export class ClusterDescriptions {
  readonly #describe: (monitor: ClusterMonitor) => Description;
  readonly #known = new Map<string, { at: number; description: Description }>();

  constructor(describe: (monitor: ClusterMonitor) => Description) {
    this.#describe = describe;
  }

  /** The cluster as it is; how fresh that is, is as of now in any case. */
  of(monitor: ClusterMonitor): Description {
    const known = this.#known.get(monitor.name);
    if (known && monotonicNow() - known.at < MAX_AGE_MS) {
      return {
        ...known.description,
        version: monitor.version,
        freshness: monitor.freshness(),
        kinds: monitor.kinds(),
      };
    }
    const description = this.#describe(monitor);
    this.#known.set(monitor.name, { at: monotonicNow(), description });
    return description;
  }

  /** To be called when a cluster's nodes, pods, metrics or freshness changed, and when it leaves. */
  forget(cluster: string): void {
    this.#known.delete(cluster);
  }
}
