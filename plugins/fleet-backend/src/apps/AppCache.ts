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

import type { FleetChange } from '@slipway/backstage-plugin-fleet-node';
import type { App } from './App';

/** Of one cluster: apps, and what viewers see of them who may not see all namespaces. */
const MAX_VALUES = 20_000;

interface CachedValue<T> {
  /** The app as it was when the value was read: a new selector makes it void. */
  app: App;
  /** Epoch milliseconds. */
  expiresAt: number;
  value: T;
}

/** What was read of apps in clusters, until something there changes it or its time is over. */
export class AppCache<T> {
  readonly #ttlMs: (value: T) => number;
  readonly #byCluster = new Map<string, Map<string, CachedValue<T>>>();

  /** @param ttlMs - for how long a value holds though nothing changes */
  constructor(ttlMs: (value: T) => number = () => Infinity) {
    this.#ttlMs = ttlMs;
  }

  /** @param key - tells values of one app apart */
  get(cluster: string, app: App, key: string, read: () => T): T {
    let cached = this.#byCluster.get(cluster);
    if (!cached || cached.size >= MAX_VALUES) {
      cached = new Map();
      this.#byCluster.set(cluster, cached);
    }
    const fullKey = `${app.entityRef} ${key}`;
    const known = cached.get(fullKey);
    const now = Date.now();
    if (known && known.app === app && now < known.expiresAt) {
      return known.value;
    }
    const value = read();
    cached.set(fullKey, { app, value, expiresAt: now + this.#ttlMs(value) });
    return value;
  }

  forget(change: FleetChange): void {
    const cached = this.#byCluster.get(change.cluster);
    if (change.statusesChanged) {
      cached?.clear();
      return;
    }
    for (const [key, { app }] of cached ?? []) {
      if (change.affects(app.selector)) {
        cached?.delete(key);
      }
    }
  }
}
