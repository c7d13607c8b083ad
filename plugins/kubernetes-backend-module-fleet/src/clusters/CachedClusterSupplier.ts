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

import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  ClusterDetails,
  KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';

/** From this age on a list is answered with once more while a new one is fetched. */
const FRESH_MS = 60_000;
/** From this age on a new list is waited for: rights may have changed since. */
const STALE_MS = 5 * 60_000;
/** After a failure the last list is kept for this long before the next try. */
const RETRY_MS = 10_000;
/** Lists of so many callers are kept, those used last. */
const MAX_CALLERS = 1_000;

export interface CachedClusterSupplierOptions {
  supplier: KubernetesClustersSupplier;
  /** Tells callers apart whose lists may differ; undefined keeps nothing for this one. */
  keyOf(credentials: BackstageCredentials): string | undefined;
  logger: LoggerService;
}

interface KnownClusters {
  clusters?: ClusterDetails[];
  /** When they were fetched, in epoch milliseconds. */
  at: number;
  /** When a fetch last ended, be it in failure, in epoch milliseconds. */
  triedAt: number;
  fetching?: Promise<ClusterDetails[]>;
}

/**
 * The clusters of the stock plugin from memory. Its catalog locator asks the catalog, and DNS for each cluster in turn,
 * for every request of every viewer; and where a locator fails, so does the page. Here a list is fetched while the last
 * one still answers, and the last one known answers for a locator that fails.
 */
export class CachedClusterSupplier implements KubernetesClustersSupplier {
  readonly #options: CachedClusterSupplierOptions;
  readonly #known = new Map<string, KnownClusters>();

  static create(options: CachedClusterSupplierOptions): CachedClusterSupplier {
    return new CachedClusterSupplier(options);
  }

  private constructor(options: CachedClusterSupplierOptions) {
    this.#options = options;
  }

  /** @throws what the stock supplier throws, while no list is known */
  async getClusters(options: {
    credentials: BackstageCredentials;
  }): Promise<ClusterDetails[]> {
    const key = this.#options.keyOf(options.credentials);
    if (key === undefined) {
      return this.#options.supplier.getClusters(options);
    }
    const known = this.#knownOf(key);
    const { clusters, at, triedAt } = known;
    const age = Date.now() - at;
    if (clusters && (age < FRESH_MS || Date.now() - triedAt < RETRY_MS)) {
      return clusters;
    }
    const fetching = this.#fetch(known, options.credentials);
    if (!clusters) {
      return fetching;
    }
    const orLast = fetching.catch(() => clusters);
    return age < STALE_MS ? clusters : orLast;
  }

  #fetch(
    known: KnownClusters,
    credentials: BackstageCredentials,
  ): Promise<ClusterDetails[]> {
    known.fetching ??= this.#ask(known, credentials).finally(() => {
      known.fetching = undefined;
    });
    return known.fetching;
  }

  async #ask(
    known: KnownClusters,
    credentials: BackstageCredentials,
  ): Promise<ClusterDetails[]> {
    try {
      const clusters = await this.#options.supplier.getClusters({
        credentials,
      });
      known.clusters = clusters;
      known.at = Date.now();
      return clusters;
    } catch (error) {
      this.#options.logger.warn(
        'The list of clusters could not be fetched; the last one known is kept',
        error as Error,
      );
      throw error;
    } finally {
      known.triedAt = Date.now();
    }
  }

  #knownOf(key: string): KnownClusters {
    const known = this.#known.get(key) ?? { at: 0, triedAt: 0 };
    // Used last stands last.
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > MAX_CALLERS) {
      const [oldest] = this.#known.keys();
      this.#known.delete(oldest);
    }
    return known;
  }
}
