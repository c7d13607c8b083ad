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

import type { ServerResponse } from 'node:http';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import {
  bookmark,
  FakeApiServer,
  line,
  page,
  rawPod,
  send,
} from '../__testUtils__/FakeApiServer';
import { measureFootprint } from '../__testUtils__/footprint';
import { SimulatedApiServer } from '../__testUtils__/SimulatedApiServer';
import { ClusterCache } from '../cache';
import { Projector, WATCHED_KINDS, type WatchedKind } from '../projection';
import { ClusterTransport, RequestCounter } from '../transport';
import { ListGate } from './ListGate';
import { Reflector } from './Reflector';

jest.setTimeout(120_000);

const PODS = WATCHED_KINDS.find(
  ({ name }) => name === 'pods',
) as WatchedKind & { name: 'pods' };
const MIB = 2 ** 20;
/** Far above what the caches of a warm process move by, far below what a leak of 1 KB at each of 200 times comes to. */
const MORE_HEAP = 12 * MIB;

describe('Reflector through faults that no real API server shows at will', () => {
  const projector = Projector.create({ threads: 1 });
  const closing: Array<() => Promise<void>> = [];

  afterEach(async () => {
    for (const close of closing.splice(0)) {
      await close();
    }
  });

  afterAll(() => projector.close());

  async function fakeApi(): Promise<FakeApiServer> {
    const api = await FakeApiServer.start();
    closing.push(() => api.close());
    return api;
  }

  function reflect(
    url: string,
    options: { gate?: ListGate; inactivityMs?: number; pageSize?: number } = {},
  ) {
    const cache = new ClusterCache({ onChanges: () => {} });
    const transport = ClusterTransport.create({
      details: { name: 'test', url, authMetadata: {} } as ClusterDetails,
      credentials: {
        getAuthorization: async () => undefined,
        reset: () => {},
      },
      counter: new RequestCounter(),
      timeoutMs: 10_000,
    });
    const waiting: Array<() => void> = [];
    const reflector = new Reflector({
      kind: PODS,
      transport,
      projector,
      gate: options.gate ?? new ListGate(2),
      config: {
        pageSize: options.pageSize ?? 500,
        timeoutSeconds: 300,
        inactivityMs: options.inactivityMs ?? 60_000,
        maxBackoffMs: 2,
        requestTimeoutMs: 10_000,
      },
      target: cache.target('pods'),
      onStatus: () => waiting.splice(0).forEach(tell => tell()),
    });
    closing.unshift(async () => {
      await transport.close();
      await reflector.close();
    });
    reflector.start();
    const until = async (check: () => boolean) => {
      while (!check()) {
        await new Promise<void>(resolve => {
          waiting.push(resolve);
        });
      }
    };
    return {
      reflector,
      cache,
      until,
      names: () => [...cache.stores.pods.values()].map(({ name }) => name),
    };
  }

  it('reads a list of 100 MB that comes at once, though 500 objects were asked for', async () => {
    const api = await fakeApi();
    const COUNT = 4_000;
    const note = 'n'.repeat(25 * 1024);
    api
      .onList(({ response }) => {
        response.write('{"metadata":{"resourceVersion":"10"},"items":[');
        writePods(response, COUNT, note);
      })
      .onWatch(send(line('ADDED', rawPod('last', '11'))));
    const { cache, until } = reflect(api.url);
    await until(() => cache.stores.pods.get('shop', 'last') !== undefined);
    expect(cache.stores.pods.size).toBe(COUNT + 1);
    expect(cache.stores.pods.get('shop', `p${COUNT - 1}`)).toMatchObject({
      uid: `uid-p${COUNT - 1}`,
      version: '10',
    });
    expect(api.lists).toHaveLength(1);
  });

  it('takes the events of a line that comes byte by byte, and gives a silent one up', async () => {
    const api = await fakeApi();
    const text = line('ADDED', rawPod('b', '11'));
    api
      .holds('b', '11')
      .onList(page(['a'], { version: '10' }))
      .onWatch(({ response }) => trickle(response, text))
      // Half a line, and then a byte now and then that completes nothing.
      .onWatch(({ response }) => {
        response.flushHeaders();
        response.write('{"type":"ADDED","object":{"metadata":{"name":"');
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
      })
      .onWatch(send(line('ADDED', rawPod('c', '12'))));
    const { until, names, reflector } = reflect(api.url, {
      inactivityMs: 1_500,
    });
    await until(() => names().includes('b'));
    await until(() => names().includes('c'));
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(api.lists).toHaveLength(1);
    expect(
      api.watches.map(({ query }) => query.get('resourceVersion')),
    ).toEqual(['10', '11', '11']);
    expect(reflector.figures).toMatchObject({ watches: 3, failures: 2 });
  });

  it('lets a list that trickles hold up nobody else', async () => {
    const gate = new ListGate(1);
    const slow = await fakeApi();
    slow.onList(({ response }) => {
      response.flushHeaders();
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    });
    const other = await fakeApi();
    other.onList(page(['a'], { version: '10' })).onWatch(send(bookmark('10')));
    const first = reflect(slow.url, { gate });
    await slow.until(({ lists }) => lists.length === 1);
    const second = reflect(other.url, { gate });
    await second.until(() => second.names().length === 1);
    expect(first.reflector.status).toMatchObject({
      condition: 'listing',
      listed: false,
    });
  });

  it('reconnects 200 times, and keeps no descriptor and no memory of it', async () => {
    const api = await SimulatedApiServer.start();
    closing.push(() => api.close());
    const { until, reflector, cache } = reflect(api.url, { pageSize: 2 });
    const reconnect = async (times: number) => {
      const goal = reflector.figures.watches + times;
      while (reflector.figures.watches < goal) {
        const { watches } = reflector.figures;
        // Each in its turn: in good order, half way through a line, and for good.
        api.put(`p${watches % 7}`);
        [() => api.end(), () => api.cut(), () => api.compact()][watches % 3]();
        await until(() => reflector.figures.watches > watches);
      }
    };
    await until(() => reflector.figures.watches === 1);
    // What is made once is made now.
    await reconnect(60);
    const before = measureFootprint();
    await reconnect(200);
    const after = measureFootprint();
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 5);
    expect(after.heap).toBeLessThan(before.heap + MORE_HEAP);
    api.put('last');
    await until(() => cache.stores.pods.get('shop', 'last') !== undefined);
    expect(cache.stores.pods.size).toBe(api.objects().size);
    expect(api.complaints).toEqual([]);
  });
});

/** Writes as fast as it is read, as a server does. */
function writePods(response: ServerResponse, count: number, note: string) {
  const next = (from: number): void => {
    if (from === count) {
      response.end(']}');
      return;
    }
    const pod = rawPod(`p${from}`, '10') as { metadata: object };
    const text = JSON.stringify({
      ...pod,
      metadata: { ...pod.metadata, annotations: { note } },
    });
    const more = response.write(from === 0 ? text : `,${text}`);
    if (more) {
      next(from + 1);
    } else {
      response.once('drain', () => next(from + 1));
    }
  };
  next(0);
}

function trickle(response: ServerResponse, text: string): void {
  response.flushHeaders();
  const next = (at: number): void => {
    if (at < text.length) {
      response.write(text[at], () => setImmediate(next, at + 1));
    }
  };
  next(0);
}
