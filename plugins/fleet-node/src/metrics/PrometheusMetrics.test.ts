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

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import type { PrometheusConfig } from '../config';
import type { PodGroup } from './MetricsSource';
import { PrometheusMetrics } from './PrometheusMetrics';
import { quoteAlternatives } from './PrometheusClient';
import { toGpuSeries } from './gpuSeries';

const GPU = { idleThreshold: 0.05, idleMs: 1_800_000 };

interface Result {
  metric: Record<string, string>;
  value?: [number, string];
  values?: Array<[number, string]>;
}

describe('PrometheusMetrics', () => {
  let server: Server;
  let config: PrometheusConfig;
  let metrics: PrometheusMetrics | undefined;
  const asked: URLSearchParams[] = [];
  const authorizations = new Set<string | undefined>();
  let answer: (query: string, start: number) => Result[] | 'fail';

  beforeEach(async () => {
    asked.length = 0;
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      asked.push(form);
      authorizations.add(request.headers.authorization);
      const result = answer(form.get('query')!, Number(form.get('start')));
      if (result === 'fail') {
        response.writeHead(503).end('overloaded');
      } else {
        response.end(JSON.stringify({ status: 'success', data: { result } }));
      }
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    config = {
      url: `http://127.0.0.1:${port}`,
      clusterLabel: 'cluster',
      token: 'secret',
      refreshMs: 20,
      queries: {},
    };
  });

  afterEach(async () => {
    metrics?.close();
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  /** Starts, and resolves after a refresh for which the check holds. */
  async function startUntil(check: () => boolean): Promise<void> {
    metrics = PrometheusMetrics.create({
      config,
      gpu: GPU,
      logger: mockServices.logger.mock(),
    });
    await new Promise<void>(resolve => {
      metrics!.start(() => {
        if (check()) {
          resolve();
        }
      });
    });
  }

  const sample = (metric: Record<string, string>, value: number): Result => ({
    metric: { cluster: 'beijing', ...metric },
    value: [0, String(value)],
  });
  const dcgm = (over: Record<string, string> = {}) => ({
    Hostname: 'node-1',
    gpu: '3',
    pod: 'dcgm-exporter-x',
    namespace: 'gpu-operator',
    exported_pod: 'trainer-1',
    exported_namespace: 'ml',
    ...over,
  });

  it('reads load, use and GPUs of all clusters with one set of queries', async () => {
    const lastBusy = Date.now() / 1_000 - 3_600;
    answer = query => {
      if (query.includes('http_server_requests_total')) {
        return [
          sample({ namespace: 'shop', pod: 'web-1' }, 141.5),
          sample({ cluster: 'shanghai', namespace: 'shop', pod: 'web-1' }, 3),
          sample({ namespace: 'shop', pod: 'web-2' }, NaN),
        ];
      }
      if (query.includes('container_cpu_usage_seconds_total')) {
        return [sample({ namespace: 'shop', pod: 'web-1' }, 0.25)];
      }
      if (query.includes('timestamp(DCGM_FI_PROF_GR_ENGINE_ACTIVE >= 0.05)')) {
        return [sample(dcgm(), lastBusy)];
      }
      if (query.startsWith('avg_over_time(DCGM_FI_PROF_GR_ENGINE_ACTIVE')) {
        return [sample(dcgm(), 0.01)];
      }
      if (query.startsWith('avg_over_time(DCGM_FI_DEV_GPU_UTIL')) {
        // Newer exporters write hostname; this GPU has no profiling metrics.
        const { Hostname, ...labels } = dcgm({ gpu: '4' });
        return [
          sample({ ...labels, hostname: 'node-1' }, 87),
          sample(dcgm(), 99),
        ];
      }
      return query === 'DCGM_FI_DEV_FB_USED'
        ? [sample(dcgm(), 70_000), sample(dcgm({ gpu: '5' }), 10)]
        : [];
    };
    await startUntil(() => metrics!.get('beijing') !== undefined);
    const beijing = metrics!.get('beijing')!;
    expect(Object.fromEntries(beijing.pods)).toEqual({
      'shop/web-1': { requestsPerSecond: 141.5, cpu: 0.25 },
    });
    const gpus = [...beijing.gpus.get('node-1')!].sort(
      (one, other) => one.index - other.index,
    );
    expect(gpus).toMatchObject([
      {
        index: 3,
        pod: 'trainer-1',
        namespace: 'ml',
        utilization: 0.01,
        memoryUsedMiB: 70_000,
        quietSince: lastBusy * 1_000,
      },
      { index: 4, utilization: 0.87 },
      { index: 5, memoryUsedMiB: 10 },
    ]);
    expect(gpus[2].utilization).toBeUndefined();
    expect(metrics!.get('shanghai')?.pods.size).toBe(1);
    expect(metrics!.get('aliyun')).toBeUndefined();
    expect([...authorizations]).toEqual(['Bearer secret']);
  });

  it('keeps what other queries read when one fails', async () => {
    answer = query => {
      if (query.includes('DCGM')) {
        return 'fail';
      }
      return query.includes('cpu_usage')
        ? [sample({ namespace: 'shop', pod: 'web-1' }, 1)]
        : [];
    };
    await startUntil(() => metrics!.get('beijing') !== undefined);
    expect(metrics!.get('beijing')?.pods.get('shop/web-1')).toEqual({ cpu: 1 });
  });

  it('reads the series of apps that somebody looks at, and of no others', async () => {
    const group: PodGroup = {
      cluster: 'beijing',
      namespaces: ['shop.eu'],
      includes: (_, pod) => pod.startsWith('web-'),
    };
    answer = (query, start) =>
      start && query.includes('http_server_requests_total')
        ? ['web-1', 'web-gone', 'api-1'].map((pod, index) => ({
            metric: { cluster: 'beijing', namespace: 'shop.eu', pod },
            values: [
              [start + 60 * index, '2'],
              [start + 59 * 60, '5'],
            ],
          }))
        : [];
    await startUntil(() => metrics!.requestSeries(group) !== undefined);
    const series = metrics!.requestSeries(group)!;
    expect(series).toHaveLength(60);
    expect(series.slice(0, 3)).toEqual([2, 2, null]);
    expect(series.at(-1)).toBe(10);
    const ranges = asked.filter(form => form.has('start'));
    expect(ranges[0].get('query')).toContain('{namespace=~"shop\\\\.eu"}');
  });

  it('reads the GPU series of an app in either way of labelling', async () => {
    answer = (query, start) => {
      if (!start || !query.includes('GPU_UTIL')) {
        return [];
      }
      return ['trainer-1', 'other-1'].map(pod => ({
        metric: { cluster: 'beijing', ...dcgm({ exported_pod: pod }) },
        values: [
          [start, '50'],
          [start + 60, '70'],
        ],
      }));
    };
    await startUntil(() => true);
    const series = await metrics!.gpuSeries(
      [
        {
          cluster: 'beijing',
          namespaces: ['ml'],
          includes: (_, pod) => pod === 'trainer-1',
        },
      ],
      '1h',
    );
    expect(series).toMatchObject({ stepSeconds: 60, reporting: 0 });
    expect(series.utilization.slice(0, 3)).toEqual([0.5, 0.7, null]);
  });
});

describe('quoteAlternatives', () => {
  it.each([
    [['shop', 'shop-eu'], '"shop|shop-eu"'],
    [['a.b'], '"a\\\\.b"'],
    [['"} or up{x="'], '"\\"\\\\} or up\\\\{x=\\""'],
    [['.*'], '"\\\\.\\\\*"'],
  ])('%j', (values, expected) => {
    expect(quoteAlternatives(values)).toBe(expected);
  });
});

describe('toGpuSeries', () => {
  it('finds idle periods that are long enough; a gap is not idle', () => {
    const values = [0.9, 0.01, 0.01, 0.01, 0.01, 0.9, 0.01, 0.9].map(
      (value, index) => [index * 600, value] as const,
    );
    expect(
      toGpuSeries([{ labels: {}, values }], {
        start: 0,
        end: 9 * 600,
        step: 600,
        full: 1,
        gpu: GPU,
      }),
    ).toEqual({
      start: 0,
      stepSeconds: 600,
      utilization: [...values.map(([, value]) => value), null, null],
      reporting: 0,
      idle: [{ from: 600_000, to: 3_000_000 }],
    });
  });
});
