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

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  KubernetesFetchError,
  PodStatusFetchResponse,
} from '@backstage/plugin-kubernetes-common';
import type {
  ClusterDetails,
  CustomResource,
  FetchResponseWrapper,
  KubernetesCredential,
  KubernetesFetcher,
} from '@backstage/plugin-kubernetes-node';
import type {
  FleetService,
  HeldObjects,
} from '@slipway/backstage-plugin-fleet-node';
import type { PodMetric } from '@kubernetes/client-node';
import type { StockTabMetrics } from '../fetcher/StockTabMetrics';
import { SharedAnswers } from '../SharedAnswers';
import { clientPodMetrics } from './clientPodMetrics';
import { indexUsage, podStatuses, type TopPods } from './podStatuses';

/** For how long pod metrics are handed on to others: metrics-server measures every 15 s by default. */
const METRICS_MS = 10_000;
/** Pods between two turns of other requests: some 10 ms. */
const PODS_A_TURN = 100;

const PODS = { group: '', apiVersion: 'v1', plural: 'pods' };
const POD_METRICS: CustomResource = {
  objectType: 'customresources',
  group: 'metrics.k8s.io',
  apiVersion: 'v1beta1',
  plural: 'pods',
};

type PodStatuses = PodStatusFetchResponse['resources'];

/** Whose metrics, in the words of `KubernetesFetcher.fetchPodMetricsByNamespaces`. */
export interface PodMetricsQuery {
  clusterDetails: ClusterDetails;
  credential: KubernetesCredential;
  namespaces: Set<string>;
  labelSelector?: string;
}

/** Pod metrics as the browser gets them, as JSON texts. */
export interface PodMetricsTexts {
  podMetrics: Buffer[];
  errors: KubernetesFetchError[];
}

export interface PodMetricsReaderOptions {
  fleet: Pick<FleetService, 'getObjects'>;
  fallback: KubernetesFetcher;
  metrics: Pick<StockTabMetrics, 'count'>;
  topPods: TopPods;
}

/**
 * Metrics of pods at the price of one LIST a namespace in 10 s, for all apps in it and all who look at them with the
 * same rights: the pods that the stock fetcher lists beside them are in memory, and of metrics it lists one app's at a
 * time, for each viewer. Where the pods are not in memory the default fetcher is asked, and its answer shared.
 */
export class PodMetricsReader {
  readonly #options: PodMetricsReaderOptions;
  readonly #usage = new SharedAnswers<FetchResponseWrapper>(METRICS_MS);
  readonly #answers = new SharedAnswers<FetchResponseWrapper>(METRICS_MS);
  readonly #texts = new SharedAnswers<PodMetricsTexts>(METRICS_MS);

  static create(options: PodMetricsReaderOptions): PodMetricsReader {
    return new PodMetricsReader(options);
  }

  private constructor(options: PodMetricsReaderOptions) {
    this.#options = options;
  }

  /** As the stock fetcher answers. */
  read(query: PodMetricsQuery): Promise<FetchResponseWrapper> {
    return this.#shared(this.#answers, query, async () => {
      const errors: KubernetesFetchError[] = [];
      const responses: PodStatusFetchResponse[] = [];
      await this.#forEachNamespace(query, errors, async batches => {
        const resources: PodStatuses = [];
        for await (const statuses of batches) {
          resources.push(...statuses);
        }
        responses.push({ type: 'podstatus', resources });
      });
      return { errors, responses };
    });
  }

  /** As the stock plugin sends them to the browser. */
  readTexts(query: PodMetricsQuery): Promise<PodMetricsTexts> {
    return this.#shared(this.#texts, query, async () => {
      const errors: KubernetesFetchError[] = [];
      const podMetrics: Buffer[] = [];
      await this.#forEachNamespace(query, errors, async batches => {
        for await (const statuses of batches) {
          for (const status of statuses) {
            const text = JSON.stringify(clientPodMetrics(status));
            podMetrics.push(Buffer.from(text));
          }
        }
      });
      return { podMetrics, errors };
    });
  }

  #shared<T>(
    answers: SharedAnswers<T>,
    query: PodMetricsQuery,
    ask: () => Promise<T>,
  ): Promise<T> {
    const { namespaces, labelSelector } = query;
    let asked = false;
    const answer = answers.get(
      keyOf(query, [...namespaces].sort(), labelSelector),
      () => {
        asked = true;
        return ask();
      },
    );
    if (!asked) {
      this.#options.metrics.count('hit', 2 * namespaces.size);
    }
    return answer;
  }

  async #forEachNamespace(
    query: PodMetricsQuery,
    errors: KubernetesFetchError[],
    visit: (batches: AsyncIterable<PodStatuses>) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      [...query.namespaces].map(async namespace => {
        const pods = this.#pods(query, namespace);
        const answer = pods
          ? await this.#usageIn(query, namespace)
          : await this.#ask(query, namespace);
        errors.push(...answer.errors);
        for (const { resources } of answer.responses) {
          const batches = pods
            ? this.#join(pods, resources as unknown as PodMetric[])
            : asBatch(resources as PodStatuses);
          await visit(batches);
        }
      }),
    );
  }

  #pods(
    { clusterDetails: { name, url }, labelSelector }: PodMetricsQuery,
    namespace: string,
  ): HeldObjects | undefined {
    return this.#options.fleet.getObjects(name, {
      ...PODS,
      namespace,
      labelSelector,
      url,
    });
  }

  /** What all pods of a namespace use. */
  #usageIn(
    query: PodMetricsQuery,
    namespace: string,
  ): Promise<FetchResponseWrapper> {
    const { clusterDetails, credential } = query;
    const { fallback, metrics } = this.#options;
    let asked = false;
    const usage = this.#usage.get(keyOf(query, [namespace]), () => {
      asked = true;
      return fallback.fetchObjectsForService({
        serviceId: 'pod-metrics',
        clusterDetails,
        credential,
        namespace,
        objectTypesToFetch: new Set(),
        customResources: [POD_METRICS],
      });
    });
    metrics.count('miss', asked ? 1 : 0);
    metrics.count('hit', asked ? 1 : 2);
    return usage;
  }

  #ask(
    { clusterDetails, credential, labelSelector }: PodMetricsQuery,
    namespace: string,
  ): Promise<FetchResponseWrapper> {
    this.#options.metrics.count('miss', 2);
    return this.#options.fallback.fetchPodMetricsByNamespaces(
      clusterDetails,
      credential,
      new Set([namespace]),
      labelSelector,
    );
  }

  async *#join(
    pods: HeldObjects,
    metrics: PodMetric[],
  ): AsyncIterable<PodStatuses> {
    const usage = indexUsage(metrics);
    let texts: Buffer[] = [];
    for (const pod of pods.items) {
      texts.push(pod.text());
      if (texts.length === PODS_A_TURN) {
        yield await podStatuses(texts, usage, this.#options.topPods);
        texts = [];
        await nextTurn();
      }
    }
    yield await podStatuses(texts, usage, this.#options.topPods);
  }
}

async function* asBatch(statuses: PodStatuses): AsyncIterable<PodStatuses> {
  yield statuses;
}

/** Hashed, since no token should lie about. */
function keyOf(
  { clusterDetails: { name, url }, credential }: PodMetricsQuery,
  namespaces: string[],
  labelSelector?: string,
): string {
  return createHash('sha256')
    .update(JSON.stringify([name, url, credential, namespaces, labelSelector]))
    .digest('base64');
}
