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

import { mockServices } from '@backstage/backend-test-utils';
import type {
  CustomResource,
  FetchResponseWrapper,
  KubernetesFetcher,
  ObjectFetchParams,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import type {
  HeldObjects,
  ObjectQuery,
} from '@slipway/backstage-plugin-fleet-node';
import { heldObject } from '../__testUtils__/heldObject';
import { PodMetricsReader } from '../podMetrics';
import { BoundedFetcher } from './BoundedFetcher';
import { FleetFetcher } from './FleetFetcher';

const wanted = <T extends ObjectToFetch['objectType']>(
  objectType: T,
  plural: string = objectType,
) => ({ objectType, group: '', apiVersion: 'v1', plural });
const PODS = wanted('pods');
const SECRETS = wanted('secrets');
const CUSTOM: CustomResource = wanted('customresources', 'rollouts');
const UNKNOWN: CustomResource = wanted('customresources', 'gadgets');
const CREDENTIAL = { type: 'bearer token', token: 'hush' } as const;
const DENIED = {
  errorType: 'UNAUTHORIZED_ERROR',
  statusCode: 401,
  resourcePath: '/api/v1/secrets',
} as const;
const METRICS_GONE = {
  errorType: 'NOT_FOUND',
  statusCode: 404,
  resourcePath: '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods',
} as const;

describe('FleetFetcher', () => {
  const held: Record<string, { kind: string; objects: object[] }> = {
    pods: { kind: 'Pod', objects: [{ metadata: { name: 'web-1' } }] },
    rollouts: { kind: 'Rollout', objects: [{ metadata: { name: 'web' } }] },
  };
  const getObjects = jest.fn<HeldObjects | undefined, [string, ObjectQuery]>();
  const count = jest.fn();
  const stock: jest.Mocked<KubernetesFetcher> = {
    fetchObjectsForService: jest.fn(),
    fetchPodMetricsByNamespaces: jest.fn(),
  };

  beforeEach(() => {
    jest.resetAllMocks();
    jest.useRealTimers();
    getObjects.mockImplementation((_cluster, { plural }) => {
      const found = held[plural];
      return (
        found && {
          kind: found.kind,
          asOf: '2026-11-22T12:00:00Z',
          namespaces: ['shop'],
          items: found.objects.map(object => heldObject(object)),
        }
      );
    });
  });

  const create = () => {
    const fallback = BoundedFetcher.create({
      fetcher: stock,
      timeoutMs: 1_000,
      logger: mockServices.logger.mock(),
    });
    const metrics = { count };
    const fleet = { getObjects };
    const podMetrics = PodMetricsReader.create({
      fleet,
      metrics,
      fallback,
      topPods: jest.fn(async () => []),
    });
    return FleetFetcher.create({ fleet, metrics, fallback, podMetrics });
  };

  const params = (
    objects: ObjectToFetch[],
    customResources: CustomResource[] = [],
  ): ObjectFetchParams => ({
    serviceId: 'web',
    clusterDetails: { name: 'north', url: 'https://north', authMetadata: {} },
    credential: CREDENTIAL,
    objectTypesToFetch: new Set(objects),
    labelSelector: 'app=web',
    namespace: 'shop',
    customResources,
  });

  it('takes from memory what is there, and asks for the rest alone', async () => {
    stock.fetchObjectsForService.mockResolvedValue({
      errors: [DENIED],
      responses: [{ type: 'customresources', resources: [] }],
    });
    const answer = await create().fetchObjectsForService(
      params([PODS, SECRETS], [CUSTOM, UNKNOWN]),
    );
    expect(answer).toEqual({
      errors: [DENIED],
      responses: [
        { type: 'pods', resources: [{ metadata: { name: 'web-1' } }] },
        {
          type: 'customresources',
          resources: [{ kind: 'Rollout', metadata: { name: 'web' } }],
        },
        { type: 'customresources', resources: [] },
      ],
    });
    expect(getObjects).toHaveBeenCalledWith('north', {
      group: '',
      apiVersion: 'v1',
      plural: 'pods',
      labelSelector: 'app=web',
      namespace: 'shop',
      url: 'https://north',
    });
    expect(stock.fetchObjectsForService).toHaveBeenCalledTimes(1);
    expect(stock.fetchObjectsForService).toHaveBeenCalledWith({
      ...params([SECRETS], [UNKNOWN]),
    });
    expect(count.mock.calls).toEqual([
      ['hit', 2],
      ['miss', 2],
    ]);
  });

  it('asks nobody when memory has all', async () => {
    const { responses } = await create().fetchObjectsForService(params([PODS]));
    expect(responses).toHaveLength(1);
    expect(stock.fetchObjectsForService).not.toHaveBeenCalled();
  });

  it('answers for a cluster that rejects with its error and what memory has', async () => {
    stock.fetchObjectsForService.mockRejectedValue(
      new Error('no bearer token'),
    );
    const answer = await create().fetchObjectsForService(
      params([PODS, SECRETS]),
    );
    expect(answer).toEqual({
      errors: [{ errorType: 'FETCH_ERROR', message: 'no bearer token' }],
      responses: [expect.objectContaining({ type: 'pods' })],
    });
    expect(count).toHaveBeenCalledWith('failed', 1);
  });

  it('waits for a silent cluster once, then asks it again only after a rest or an answer', async () => {
    jest.useFakeTimers();
    let answer: (value: FetchResponseWrapper) => void = () => {};
    stock.fetchObjectsForService.mockImplementation(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    const fetcher = create();
    const silent = {
      errors: [
        {
          errorType: 'FETCH_ERROR',
          message: 'north did not answer within 1 s.',
        },
      ],
      responses: [],
    };
    const first = fetcher.fetchObjectsForService(params([SECRETS]));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await first).toEqual(silent);
    expect(await fetcher.fetchObjectsForService(params([SECRETS]))).toEqual(
      silent,
    );
    expect(stock.fetchObjectsForService).toHaveBeenCalledTimes(1);

    await jest.advanceTimersByTimeAsync(30_000);
    // Asked anew, behind the answer.
    expect(await fetcher.fetchObjectsForService(params([SECRETS]))).toEqual(
      silent,
    );
    expect(stock.fetchObjectsForService).toHaveBeenCalledTimes(2);

    // It answers after all.
    answer({ errors: [], responses: [] });
    await jest.advanceTimersByTimeAsync(0);
    stock.fetchObjectsForService.mockResolvedValue({
      errors: [],
      responses: [],
    });
    await fetcher.fetchObjectsForService(params([SECRETS]));
    expect(stock.fetchObjectsForService).toHaveBeenCalledTimes(3);
  });

  it('hands on texts from memory, and in their shape what it had to ask for', async () => {
    stock.fetchObjectsForService.mockImplementation(async asked =>
      asked.serviceId === 'pod-metrics'
        ? { errors: [METRICS_GONE], responses: [] }
        : {
            errors: [DENIED],
            responses: [{ type: 'secrets', resources: [{ type: 'Opaque' }] }],
          },
    );
    const { resources, errors, podMetrics } = await create().readObjects(
      params([PODS, SECRETS], [CUSTOM]),
    );
    expect(
      resources.map(({ type, items }) => [
        type,
        items.map(item => String(item.text())),
      ]),
    ).toEqual([
      ['pods', ['{"metadata":{"name":"web-1"}}']],
      ['customresources', ['{"metadata":{"name":"web"}}']],
      ['secrets', ['{"type":"Opaque"}']],
    ]);
    expect(errors).toEqual([DENIED, METRICS_GONE]);
    expect(podMetrics).toEqual([]);
    // Pods of no namespace, or a cluster without metrics: nothing more to ask for.
    stock.fetchObjectsForService.mockClear();
    const { clusterDetails, ...rest } = params([PODS]);
    await create().readObjects({
      ...rest,
      clusterDetails: { ...clusterDetails, skipMetricsLookup: true },
    });
    expect(stock.fetchObjectsForService).not.toHaveBeenCalled();
  });
});
