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

import type { FetchResponse } from '@backstage/plugin-kubernetes-common';
import type {
  ClusterDetails,
  CustomResource,
  FetchResponseWrapper,
  KubernetesCredential,
  KubernetesFetcher,
  ObjectFetchParams,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import type {
  FleetService,
  HeldObjects,
} from '@slipway/backstage-plugin-fleet-node';
import type { BoundedFetcher } from './BoundedFetcher';
import { parseObjects } from './parseObjects';
import type { StockTabMetrics } from './StockTabMetrics';

interface HeldAnswer {
  wanted: ObjectToFetch;
  held: HeldObjects;
}

/**
 * Fetches for the stock Kubernetes plugin: from fleet's memory what it holds and watches now, kind by kind, and the
 * rest as the stock plugin does.
 *
 * It never rejects, since the stock plugin answers nothing at all when the fetch from one cluster does.
 */
export class FleetFetcher implements KubernetesFetcher {
  readonly #fleet: Pick<FleetService, 'getObjects'>;
  readonly #fallback: BoundedFetcher;
  readonly #metrics: Pick<StockTabMetrics, 'count'>;

  static create(options: {
    fleet: Pick<FleetService, 'getObjects'>;
    fallback: BoundedFetcher;
    metrics: Pick<StockTabMetrics, 'count'>;
  }): FleetFetcher {
    return new FleetFetcher(options);
  }

  private constructor(options: {
    fleet: Pick<FleetService, 'getObjects'>;
    fallback: BoundedFetcher;
    metrics: Pick<StockTabMetrics, 'count'>;
  }) {
    this.#fleet = options.fleet;
    this.#fallback = options.fallback;
    this.#metrics = options.metrics;
  }

  async fetchObjectsForService(
    params: ObjectFetchParams,
  ): Promise<FetchResponseWrapper> {
    const answers: HeldAnswer[] = [];
    const split = <T extends ObjectToFetch>(wanted: Iterable<T>): T[] =>
      [...wanted].filter(one => {
        const held = this.#read(params, one);
        if (held) {
          answers.push({ wanted: one, held });
        }
        return !held;
      });
    const objectTypesToFetch = new Set(split(params.objectTypesToFetch));
    const customResources = split<CustomResource>(params.customResources);
    this.#metrics.count('hit', answers.length);
    const [{ errors, responses }, ...held] = await Promise.all([
      this.#ask({ ...params, objectTypesToFetch, customResources }),
      ...answers.map(toResponse),
    ]);
    return { errors, responses: [...held, ...responses] };
  }

  fetchPodMetricsByNamespaces(
    clusterDetails: ClusterDetails,
    credential: KubernetesCredential,
    namespaces: Set<string>,
    labelSelector?: string,
  ): Promise<FetchResponseWrapper> {
    return this.#fallback.fetchPodMetricsByNamespaces(
      clusterDetails,
      credential,
      namespaces,
      labelSelector,
    );
  }

  #read(
    { clusterDetails, labelSelector, namespace }: ObjectFetchParams,
    { group, apiVersion, plural }: ObjectToFetch,
  ): HeldObjects | undefined {
    return this.#fleet.getObjects(clusterDetails.name, {
      group,
      apiVersion,
      plural,
      labelSelector,
      namespace,
      url: clusterDetails.url,
    });
  }

  async #ask(params: ObjectFetchParams): Promise<FetchResponseWrapper> {
    const lists =
      params.objectTypesToFetch.size + params.customResources.length;
    if (lists === 0) {
      return { errors: [], responses: [] };
    }
    const answer = await this.#fallback.fetchObjectsForService(params);
    const failed = answer.errors.some(
      ({ errorType }) => errorType === 'FETCH_ERROR',
    );
    this.#metrics.count(failed ? 'failed' : 'miss', lists);
    return answer;
  }
}

async function toResponse({
  wanted: { objectType },
  held,
}: HeldAnswer): Promise<FetchResponse> {
  const objects = await parseObjects(held.items);
  const resources =
    objectType === 'customresources'
      ? // As the stock fetcher does: a custom resource is shown by its kind.
        objects.map(object => ({ ...object, kind: held.kind }))
      : objects;
  // The API server made them, and the kind says which of the types they are.
  return { type: objectType, resources } as FetchResponse;
}
