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

import type { PodStatusFetchResponse } from '@backstage/plugin-kubernetes-common';
import type { topPods, PodMetric, V1Pod } from '@kubernetes/client-node';

/** What relates pods to what they use; the stock fetcher uses the same. */
export type TopPods = typeof topPods;

/** The library's, loaded only when asked for, since it is large and an ES module. */
export const lazyTopPods: TopPods = async (...args) => {
  const client = await import('@kubernetes/client-node');
  return client.topPods(...args);
};

/** Metrics by the name of their pod. */
export function indexUsage(metrics: PodMetric[]): Map<string, PodMetric> {
  return new Map(metrics.map(metric => [metric.metadata.name, metric]));
}

/** What pods of one namespace use, ask for and may use, as the stock fetcher has it. */
export async function podStatuses(
  texts: Buffer[],
  usage: ReadonlyMap<string, PodMetric>,
  top: TopPods,
): Promise<PodStatusFetchResponse['resources']> {
  const pods = texts.map(text => JSON.parse(text.toString('utf8')) as V1Pod);
  const metrics = pods.flatMap(
    ({ metadata }) => usage.get(metadata?.name ?? '') ?? [],
  );
  return top(
    // The two calls that it makes of these clients.
    {
      listPodForAllNamespaces: async () => ({ items: pods }),
    } as unknown as Parameters<TopPods>[0],
    {
      getPodMetrics: async () => ({ items: metrics }),
    } as unknown as Parameters<TopPods>[1],
  );
}
