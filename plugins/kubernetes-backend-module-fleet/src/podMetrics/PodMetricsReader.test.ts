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
  FetchResponseWrapper,
  KubernetesFetcher,
  ObjectFetchParams,
} from '@backstage/plugin-kubernetes-node';
import type { PodMetric, V1Pod } from '@kubernetes/client-node';
import type {
  HeldObjects,
  ObjectQuery,
} from '@slipway/backstage-plugin-fleet-node';
import { heldObject } from '../__testUtils__/heldObject';
import { PodMetricsReader } from './PodMetricsReader';
import type { TopPods } from './podStatuses';

/** As the library, for pods of one container; its own is an ES module, which jest does not load. */
const topPods: TopPods = async (pods, metrics) => {
  const { items } = await pods.listPodForAllNamespaces();
  const used = (await metrics.getPodMetrics()).items;
  const usage = ({ metadata }: V1Pod) =>
    used.find(one => one.metadata.name === metadata?.name);
  return items.map(pod => ({
    Pod: pod,
    CPU: { CurrentUsage: 0.5, RequestTotal: 0, LimitTotal: 0 },
    Memory: {
      CurrentUsage: usage(pod) ? BigInt(5) : 0,
      RequestTotal: 0,
      LimitTotal: 0,
    },
    Containers: [],
  }));
};

const metric = (name: string) => ({ metadata: { name } } as PodMetric);
const podOf = (app: string, index: number) => ({
  metadata: { name: `${app}-${index}`, namespace: 'shop' },
});

describe('PodMetricsReader', () => {
  const getObjects = jest.fn<HeldObjects | undefined, [string, ObjectQuery]>();
  const fallback: jest.Mocked<KubernetesFetcher> = {
    fetchObjectsForService: jest.fn(),
    fetchPodMetricsByNamespaces: jest.fn(),
  };
  const count = jest.fn();

  beforeEach(() => {
    jest.resetAllMocks();
    getObjects.mockImplementation((_cluster, { labelSelector = '' }) => ({
      kind: 'Pod',
      asOf: '2026-11-22T12:00:00Z',
      namespaces: ['shop'],
      items: Array.from({ length: 150 }, (_, index) =>
        heldObject(podOf(labelSelector, index)),
      ),
    }));
    fallback.fetchObjectsForService.mockResolvedValue({
      errors: [],
      responses: [{ type: 'customresources', resources: [metric('web-3')] }],
    });
  });
  afterEach(() => jest.useRealTimers());

  const create = () =>
    PodMetricsReader.create({
      fleet: { getObjects },
      fallback,
      metrics: { count },
      topPods,
    });
  const query = (labelSelector = 'web', token = 'hush') => ({
    clusterDetails: { name: 'north', url: 'https://north', authMetadata: {} },
    credential: { type: 'bearer token' as const, token },
    namespaces: new Set(['shop']),
    labelSelector,
  });
  const lists = () =>
    fallback.fetchObjectsForService.mock.calls.map(
      ([params]: [ObjectFetchParams]) => params.customResources[0].group,
    );

  it('lists a namespace once in 10 s, for all apps and viewers with the same rights', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const reader = create();
    const viewers = Array.from({ length: 50 }, () => reader.readTexts(query()));
    const [{ podMetrics, errors }] = await Promise.all(viewers);
    expect(errors).toEqual([]);
    expect(podMetrics).toHaveLength(150);
    expect(JSON.parse(String(podMetrics[3]))).toEqual({
      pod: podOf('web', 3),
      cpu: { currentUsage: 0.5, requestTotal: 0, limitTotal: 0 },
      memory: { currentUsage: '5', requestTotal: 0, limitTotal: 0 },
      containers: [],
    });
    expect(JSON.parse(String(podMetrics[4])).memory.currentUsage).toBe(0);
    await reader.readTexts(query('api'));
    const plain = await reader.read(query('api'));
    expect(plain.responses).toMatchObject([
      { type: 'podstatus', resources: { length: 150 } },
    ]);
    expect(lists()).toEqual(['metrics.k8s.io']);
    await reader.readTexts(query('web', 'other'));
    expect(lists()).toHaveLength(2);
    const counted = (source: string) =>
      count.mock.calls
        .filter(([of]) => of === source)
        .reduce((sum, [, many]) => sum + many, 0);
    // 53 questions, for each of which the stock fetcher sends two requests.
    expect({ hit: counted('hit'), miss: counted('miss') }).toEqual({
      hit: 53 * 2 - 2,
      miss: 2,
    });
    await jest.advanceTimersByTimeAsync(10_000);
    await reader.readTexts(query());
    expect(lists()).toHaveLength(3);
  });

  it('says what the API server says, and leaves all to the stock fetcher where pods are not in memory', async () => {
    const gone = {
      errorType: 'NOT_FOUND',
      statusCode: 404,
      resourcePath: '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods',
    } as const;
    const refusal: FetchResponseWrapper = { errors: [gone], responses: [] };
    fallback.fetchObjectsForService.mockResolvedValue(refusal);
    const reader = create();
    expect(await reader.readTexts(query())).toEqual({
      errors: [gone],
      podMetrics: [],
    });
    expect(await reader.read(query())).toEqual(refusal);

    getObjects.mockReturnValue(undefined);
    fallback.fetchPodMetricsByNamespaces.mockResolvedValue({
      errors: [],
      responses: [
        {
          type: 'podstatus',
          resources: await topPods(
            {
              listPodForAllNamespaces: async () => ({
                items: [podOf('api', 1)],
              }),
            } as never,
            { getPodMetrics: async () => ({ items: [] }) } as never,
          ),
        },
      ],
    });
    const [one, other] = await Promise.all([
      reader.readTexts(query('api')),
      reader.readTexts(query('api')),
    ]);
    expect(one.podMetrics.map(text => JSON.parse(String(text)).pod)).toEqual([
      podOf('api', 1),
    ]);
    expect(other).toBe(one);
    expect(fallback.fetchPodMetricsByNamespaces).toHaveBeenCalledTimes(1);
  });
});
