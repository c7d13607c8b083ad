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
import { toTextList, type TextList } from '../answers/TextList';
import type { PodMetricsReader, PodMetricsTexts } from '../podMetrics';
import type { BoundedFetcher } from './BoundedFetcher';
import { podNamespaces } from './podNamespaces';
import { parseObjects } from './parseObjects';
import type { StockTabMetrics } from './StockTabMetrics';

/** What a cluster has of an entity, as texts. */
export interface ObjectTexts extends PodMetricsTexts {
  resources: TextList[];
}

export interface FleetFetcherOptions {
  fleet: Pick<FleetService, 'getObjects'>;
  fallback: BoundedFetcher;
  metrics: Pick<StockTabMetrics, 'count'>;
  podMetrics: PodMetricsReader;
}

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
  readonly #options: FleetFetcherOptions;

  static create(options: FleetFetcherOptions): FleetFetcher {
    return new FleetFetcher(options);
  }

  private constructor(options: FleetFetcherOptions) {
    this.#options = options;
  }

  async fetchObjectsForService(
    params: ObjectFetchParams,
  ): Promise<FetchResponseWrapper> {
    const { answers, rest } = this.#split(params);
    const [{ errors, responses }, ...held] = await Promise.all([
      this.#ask(rest),
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
    return this.#options.podMetrics.read({
      clusterDetails,
      credential,
      namespaces,
      labelSelector,
    });
  }

  /** Objects and metrics of pods, neither of which is parsed where it comes from memory. */
  async readObjects(params: ObjectFetchParams): Promise<ObjectTexts> {
    const { clusterDetails, credential, labelSelector } = params;
    const { answers, rest } = this.#split(params);
    const { errors, responses } = await this.#ask(rest);
    const resources = [
      ...answers.map(({ wanted: { objectType: type }, held }) => ({
        type,
        // Of custom resources the API server's own items say the kind.
        items: held.items,
      })),
      ...responses.map(toTextList),
    ];
    const namespaces = new Set([
      ...answers
        .filter(({ wanted }) => wanted.objectType === 'pods')
        .flatMap(({ held }) => held.namespaces),
      ...podNamespaces(responses),
    ]);
    if (clusterDetails.skipMetricsLookup || namespaces.size === 0) {
      return { resources, errors, podMetrics: [] };
    }
    const { podMetrics, errors: more } =
      await this.#options.podMetrics.readTexts({
        clusterDetails,
        credential,
        namespaces,
        labelSelector,
      });
    return { resources, errors: [...errors, ...more], podMetrics };
  }

  /** What is in memory, and what to ask for. */
  #split(params: ObjectFetchParams): {
    answers: HeldAnswer[];
    rest: ObjectFetchParams;
  } {
    const answers: HeldAnswer[] = [];
    const left = <T extends ObjectToFetch>(wanted: Iterable<T>): T[] =>
      [...wanted].filter(one => {
        const held = this.#read(params, one);
        if (held) {
          answers.push({ wanted: one, held });
        }
        return !held;
      });
    const objectTypesToFetch = new Set(left(params.objectTypesToFetch));
    const customResources = left<CustomResource>(params.customResources);
    this.#options.metrics.count('hit', answers.length);
    return {
      answers,
      rest: { ...params, objectTypesToFetch, customResources },
    };
  }

  #read(
    { clusterDetails, labelSelector, namespace }: ObjectFetchParams,
    { group, apiVersion, plural }: ObjectToFetch,
  ): HeldObjects | undefined {
    return this.#options.fleet.getObjects(clusterDetails.name, {
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
    const answer = await this.#options.fallback.fetchObjectsForService(params);
    const failed = answer.errors.some(
      ({ errorType }) => errorType === 'FETCH_ERROR',
    );
    this.#options.metrics.count(failed ? 'failed' : 'miss', lists);
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
