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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ClusterDetails,
  FetchResponseWrapper,
  KubernetesCredential,
  KubernetesFetcher,
  ObjectFetchParams,
} from '@backstage/plugin-kubernetes-node';

/** For how long a cluster that did not answer is not asked again. */
const REST_MS = 30_000;

export interface BoundedFetcherOptions {
  fetcher: KubernetesFetcher;
  timeoutMs: number;
  logger: LoggerService;
}

/**
 * A fetcher that answers in bounded time and never rejects: the stock one waits for a silent cluster for ever, and when
 * it rejects, takes the answers of all other clusters with it (backstage#13794, #18510).
 *
 * Requests to a silent cluster cannot be ended from here, so that no more are sent for a while, lest they pile up; and
 * only the first one is waited for.
 */
export class BoundedFetcher implements KubernetesFetcher {
  readonly #options: BoundedFetcherOptions;
  /** Addresses of clusters that did not answer, with when to ask again in epoch milliseconds. */
  readonly #resting = new Map<string, number>();

  static create(options: BoundedFetcherOptions): BoundedFetcher {
    return new BoundedFetcher(options);
  }

  private constructor(options: BoundedFetcherOptions) {
    this.#options = options;
  }

  fetchObjectsForService(
    params: ObjectFetchParams,
  ): Promise<FetchResponseWrapper> {
    return this.#bounded(params.clusterDetails, () =>
      this.#options.fetcher.fetchObjectsForService(params),
    );
  }

  fetchPodMetricsByNamespaces(
    clusterDetails: ClusterDetails,
    credential: KubernetesCredential,
    namespaces: Set<string>,
    labelSelector?: string,
  ): Promise<FetchResponseWrapper> {
    return this.#bounded(clusterDetails, () =>
      this.#options.fetcher.fetchPodMetricsByNamespaces(
        clusterDetails,
        credential,
        namespaces,
        labelSelector,
      ),
    );
  }

  async #bounded(
    { name, url }: ClusterDetails,
    ask: () => Promise<FetchResponseWrapper>,
  ): Promise<FetchResponseWrapper> {
    const restsUntil = this.#resting.get(url);
    const begin = () =>
      // Begun in a promise, so that what it throws at once is a failure too.
      Promise.resolve()
        .then(ask)
        .catch(error => failure(error))
        .finally(() => this.#resting.delete(url));
    if (restsUntil !== undefined) {
      if (Date.now() >= restsUntil) {
        this.#resting.set(url, Date.now() + REST_MS);
        // Behind the answer: nobody waits once more for what was silent so far.
        begin();
      }
      return this.#silent(name);
    }
    const answer = begin();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<FetchResponseWrapper>(resolve => {
      timer = setTimeout(() => {
        this.#options.logger.warn(
          `Cluster ${name} did not answer for the Kubernetes tab in time`,
          { cluster: name, timeoutMs: this.#options.timeoutMs },
        );
        this.#resting.set(url, Date.now() + REST_MS);
        resolve(this.#silent(name));
      }, this.#options.timeoutMs);
    });
    return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
  }

  #silent(cluster: string): FetchResponseWrapper {
    const seconds = this.#options.timeoutMs / 1_000;
    return failure(`${cluster} did not answer within ${seconds} s.`);
  }
}

/** In the shape in which the stock plugin reports a cluster that it cannot reach. */
function failure(reason: unknown): FetchResponseWrapper {
  const message = reason instanceof Error ? reason.message : String(reason);
  return { errors: [{ errorType: 'FETCH_ERROR', message }], responses: [] };
}
