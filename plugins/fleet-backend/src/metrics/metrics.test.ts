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

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { metricsServiceFactory } from '@backstage/backend-defaults/alpha';
import { metrics } from '@opentelemetry/api';
import {
  MeterProvider,
  MetricReader,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import request from 'supertest';
import { startFleet } from '../__testUtils__/startFleet';
import { UpdateReader } from '../__testUtils__/UpdateReader';

const FEED = 'component:default/feed';

/** Collects when the test asks, in memory. */
class TestReader extends MetricReader {
  protected async onForceFlush() {}
  protected async onShutdown() {}

  async read(): Promise<Map<string, MetricData>> {
    const { resourceMetrics, errors } = await this.collect();
    if (errors.length > 0) {
      throw new AggregateError(errors);
    }
    return new Map(
      resourceMetrics.scopeMetrics
        .filter(({ scope }) => scope.name === 'backstage-plugin-fleet')
        .flatMap(scope => scope.metrics)
        .map(metric => [metric.descriptor.name, metric]),
    );
  }
}

/** Names and units as the reference page lists them. */
function documented(): string[] {
  const page = readFileSync(
    path.resolve(__dirname, '../../../../docs/reference/metrics.md'),
    'utf8',
  );
  return [...page.matchAll(/^\| `([a-z0-9_.]+)` +\| [^|]+ \| `([^`]+)`/gm)]
    .map(([, name, unit]) => `${name} ${unit}`)
    .filter(line => !line.startsWith('slipway.stock_tab'))
    .sort();
}

jest.setTimeout(60_000);

describe('metrics', () => {
  const reader = new TestReader();
  const provider = new MeterProvider({ readers: [reader] });

  beforeAll(() => {
    metrics.setGlobalMeterProvider(provider);
  });

  afterAll(async () => {
    metrics.disable();
    await provider.shutdown();
  });

  it('say what the cache holds, what it costs, and whom it serves', async () => {
    const { fleet, server, baseUrl } = await startFleet({
      features: [metricsServiceFactory],
    });
    fleet.reviewed.add('aliyun');
    fleet.setState('shanghai', 'stale');
    for (let times = 0; times < 2; times++) {
      await request(server).get('/api/fleet/v1/fleet').expect(200);
    }
    const stream = new UpdateReader(baseUrl, { apps: [FEED] });
    await stream.waitFor(updates => updates.length > 0);
    const read = await reader.read();
    await stream.close();

    const values = (name: string) =>
      Object.fromEntries(
        read
          .get(name)!
          .dataPoints.map(({ attributes, value }) => [
            Object.values(attributes).join(' '),
            value,
          ]),
      );
    expect(values('slipway.fleet.cluster.live')).toEqual({
      beijing: 1,
      shanghai: 0,
      aliyun: 1,
    });
    expect(values('slipway.fleet.cache.age').beijing).toBeGreaterThanOrEqual(0);
    expect(values('slipway.fleet.cache.objects')).toMatchObject({
      'beijing Pod': 12,
    });
    expect(values('slipway.fleet.cache.size')).toMatchObject({
      'beijing Pod': 18_000,
    });
    expect(values('slipway.fleet.api.requests')).toMatchObject({
      'beijing list': 9,
      'beijing watch': 9,
    });
    expect(values('slipway.fleet.watch.relists')['beijing Pod']).toBe(2);
    expect(values('slipway.fleet.watch.restarts')['beijing Pod']).toBe(4);
    expect(values('slipway.fleet.watch.failures')['beijing Pod']).toBe(1);
    expect(values('slipway.fleet.api.requests_saved')).toEqual({ '': 9_000 });
    expect(values('slipway.fleet.views')).toEqual({ '': 15 });
    expect(values('slipway.fleet.update.streams')).toEqual({ '': 1 });
    const reviews = values('slipway.fleet.access_reviews');
    expect(reviews.cluster).toBeGreaterThan(0);
    expect(reviews.memory).toBeGreaterThan(0);
    for (const name of ['p50', 'p99', 'max']) {
      const delay = values(`nodejs.eventloop.delay.${name}`)[''];
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThan(60);
    }

    const measured = [...read.values()].map(
      ({ descriptor }) => `${descriptor.name} ${descriptor.unit}`,
    );
    expect(measured.sort()).toEqual(documented());
  });
});
