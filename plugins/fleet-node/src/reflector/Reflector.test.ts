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

import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import {
  bookmark,
  FakeApiServer,
  line,
  page,
  rawPod,
  refuse,
  send,
} from '../__testUtils__/FakeApiServer';
import { mockServices } from '@backstage/backend-test-utils';
import { ClusterCache, MemoryBudget } from '../cache';
import type { WatchConfig } from '../config';
import { Projector, WATCHED_KINDS, type WatchedKind } from '../projection';
import { ClusterTransport, RequestCounter } from '../transport';
import { ListGate } from './ListGate';
import { Reflector } from './Reflector';
import type { ReflectorCondition, ReflectorStatus } from './ReflectorStatus';

const PODS = WATCHED_KINDS.find(
  ({ name }) => name === 'pods',
) as WatchedKind & { name: 'pods' };

const CONFIG: WatchConfig = {
  pageSize: 2,
  timeoutSeconds: 300,
  inactivityMs: 60_000,
  maxBackoffMs: 20,
  requestTimeoutMs: 5_000,
};

describe('Reflector', () => {
  const projector = Projector.create({ threads: 1 });
  const closing: Array<() => Promise<void>> = [];
  let api: FakeApiServer;

  beforeEach(async () => {
    api = await FakeApiServer.start();
  });

  afterEach(async () => {
    await Promise.all(closing.splice(0).map(close => close()));
    await api.close();
  });

  afterAll(() => projector.close());

  function start(
    options: {
      config?: Partial<WatchConfig>;
      kind?: Partial<WatchedKind>;
      now?: () => number;
      room?: MemoryBudget;
    } = {},
  ) {
    const config = { ...CONFIG, ...options.config };
    const room = options.room?.share('test', 'pods');
    const cache = new ClusterCache({
      onChanges: () => {},
      memory: room && (() => room),
    });
    const transport = ClusterTransport.create({
      details: {
        name: 'test',
        url: api.url,
        authMetadata: {},
      } as ClusterDetails,
      credentials: {
        getAuthorization: async () => 'Bearer secret',
        reset: () => {},
      },
      counter: new RequestCounter(),
      timeoutMs: config.requestTimeoutMs,
    });
    const history: ReflectorStatus[] = [];
    const waiting: Array<() => void> = [];
    const reflector = new Reflector({
      kind: { ...PODS, ...options.kind, name: 'pods' },
      transport,
      projector,
      gate: new ListGate(2),
      config,
      target: cache.target('pods'),
      room,
      random: () => 0.5,
      now: options.now,
      onStatus: status => {
        history.push(status);
        waiting.splice(0).forEach(tell => tell());
      },
    });
    room?.onLeave(reason => reflector.giveUp(reason));
    closing.push(() => transport.close().then(() => reflector.close()));
    reflector.start();
    const until = async (check: (status: ReflectorStatus) => boolean) => {
      while (!check(reflector.status)) {
        await new Promise<void>(resolve => {
          waiting.push(resolve);
        });
      }
    };
    return {
      reflector,
      history,
      until,
      untilNames: (names: string[]) =>
        until(() => podNames(cache).join() === names.join()),
      untilCondition: (condition: ReflectorCondition) =>
        until(status => status.condition === condition),
      names: () => podNames(cache),
      object: (name: string) => cache.stores.pods.get('shop', name),
    };
  }

  it('lists in pages and watches from there, with bookmarks and a jittered timeout', async () => {
    api
      .onList(
        page(['a', 'b'], {
          version: '10',
          continueToken: 'more',
          remaining: 1,
        }),
      )
      .onList(page(['c'], { version: '10' }))
      .onWatch(
        send(
          line('ADDED', rawPod('d', '11')),
          line('MODIFIED', rawPod('a', '12')),
          line('DELETED', rawPod('b', '13')),
        ),
      );
    const { untilNames, history } = start();
    await untilNames(['a', 'c', 'd']);
    expect(api.lists.map(({ query }) => query.toString())).toEqual([
      'limit=2',
      'limit=2&continue=more',
    ]);
    expect(Object.fromEntries(api.watches[0].query)).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '10',
      timeoutSeconds: '450',
    });
    expect(api.requests[0].authorization).toBe('Bearer secret');
    expect(history[0]).toMatchObject({
      condition: 'listing',
      progress: { read: 2, expected: 3 },
    });
    expect(history.at(-1)).toMatchObject({
      condition: 'watching',
      listed: true,
    });
  });

  it('lists anew when asked to, though the watch is well, and keeps what it knows until then', async () => {
    api
      .onList(page(['a'], { version: '10' }))
      .onWatch(send(line('ADDED', rawPod('b', '11'))));
    const { reflector, untilNames, history, names } = start();
    await untilNames(['a', 'b']);
    api
      .onList(page(['a', 'c'], { version: '20' }))
      .onWatch(send(line('ADDED', rawPod('d', '21'))));
    const before = history.length;
    reflector.relist();
    expect(names()).toEqual(['a', 'b']);
    await untilNames(['a', 'c', 'd']);
    expect(
      api.watches.map(({ query }) => query.get('resourceVersion')),
    ).toEqual(['10', '20']);
    const conditions = history.slice(before).map(one => one.condition);
    expect(new Set(conditions)).toEqual(new Set(['listing', 'watching']));
  });

  it('puts lines together that arrive in pieces, also inside a character', async () => {
    const text = Buffer.from(line('ADDED', rawPod('b', '11')));
    const accent = Buffer.from(
      line('ADDED', { ...rawPod('c', '12'), spec: { note: 'é' } }),
    );
    const cut = accent.indexOf(0xc3) + 1;
    api.onList(page(['a'], { version: '10' })).onWatch(({ response }) => {
      response.flushHeaders();
      const parts = [
        text.subarray(0, 40),
        Buffer.concat([text.subarray(40), accent.subarray(0, cut)]),
        accent.subarray(cut),
      ];
      const next = () => {
        const part = parts.shift();
        if (part) {
          response.write(part, () => setTimeout(next, 5));
        }
      };
      next();
    });
    const { untilNames } = start();
    await untilNames(['a', 'b', 'c']);
    expect(api.watches).toHaveLength(1);
  });

  it('begins a list anew when its continue token expires, and shows nothing half', async () => {
    api
      .onList(page(['a', 'b'], { version: '10', continueToken: 'old' }))
      .onList(refuse(410))
      .onList(page(['c', 'd'], { version: '20', continueToken: 'new' }))
      .onList(page(['e'], { version: '20' }));
    const { untilCondition, names } = start();
    await api.until(({ watches }) => watches.length === 1);
    expect(names()).toEqual(['c', 'd', 'e']);
    expect(api.watches[0].query.get('resourceVersion')).toBe('20');
    api.watches[0].response.flushHeaders();
    await untilCondition('watching');
  });

  it.each([
    ['as a status', refuse(410)],
    ['in the stream', send(line('ERROR', { code: 410, message: 'too old' }))],
  ])(
    'lists anew after 410 %s, keeping what it knows meanwhile',
    async (_, gone) => {
      api.onList(page(['a', 'b'], { version: '10' })).onWatch(gone);
      const { untilNames, names } = start();
      await api.until(({ lists }) => lists.length === 2);
      expect(names()).toEqual(['a', 'b']);
      page(['b', 'c'], { version: '30' })(api.lists[1]);
      await untilNames(['b', 'c']);
      await api.until(({ watches }) => watches.length === 2);
      expect(api.watches[1].query.get('resourceVersion')).toBe('30');
    },
  );

  it('waits longer and longer for a server that forgets what it has just listed', async () => {
    for (let round = 0; round < 4; round += 1) {
      api.onList(page(['a'], { version: String(round) })).onWatch(refuse(410));
    }
    const { history, reflector } = start({ config: { maxBackoffMs: 1_000 } });
    await api.until(({ lists }) => lists.length === 3);
    expect(history.filter(({ nextTryAt }) => nextTryAt)).toHaveLength(2);
    expect(reflector.status.error?.message).toBe(
      'no longer knows the state that it sent (HTTP 410, watch pods)',
    );
  });

  it('waits longer and longer for a list that fails half way each time', async () => {
    for (let round = 0; round < 3; round += 1) {
      api
        .onList(page(['a'], { version: '1', continueToken: 'more' }))
        .onList(refuse(500));
    }
    // A clock that stands still: what is left is the back-off alone.
    const { until, history } = start({
      config: { maxBackoffMs: 700 },
      now: () => 0,
    });
    const waits = () => history.flatMap(({ nextTryAt }) => nextTryAt ?? []);
    await until(() => waits().length === 3);
    expect(waits()).toEqual([375, 525, 525]);
  });

  it('takes a broken watch up where it broke, and says so meanwhile', async () => {
    api
      .holds('b', '11')
      .onList(page(['a'], { version: '10' }))
      .onWatch(send(line('ADDED', rawPod('b', '11')) + bookmark('15')))
      .onWatch(refuse(500))
      .onWatch(send(line('ADDED', rawPod('c', '16'))));
    const { untilNames, history } = start();
    await untilNames(['a', 'b']);
    api.watches[0].response.destroy();
    await untilNames(['a', 'b', 'c']);
    expect(api.lists).toHaveLength(1);
    expect(api.checks[0].path).toBe('/api/v1/namespaces/shop/pods');
    expect(Object.fromEntries(api.checks[0].query)).toEqual({
      fieldSelector: 'metadata.name=b',
      resourceVersion: '15',
      resourceVersionMatch: 'Exact',
    });
    expect(
      api.watches.map(({ query }) => query.get('resourceVersion')),
    ).toEqual(['10', '15', '15']);
    const broken = history.filter(({ condition }) => condition === 'broken');
    expect(broken).toHaveLength(2);
    expect(broken[0]).toMatchObject({
      listed: true,
      asOf: expect.any(Number),
      nextTryAt: expect.any(Number),
      error: { message: 'closed the connection' },
    });
    expect(broken[1].error).toMatchObject({
      kind: 'server-error',
      status: 500,
    });
  });

  it('notices a connection that is half open', async () => {
    api
      .holds('a', '10')
      .onList(page(['a'], { version: '10' }))
      .onWatch(send(bookmark('11')))
      .onWatch(send(line('ADDED', rawPod('b', '12'))));
    const { untilNames, history } = start({ config: { inactivityMs: 700 } });
    await untilNames(['a', 'b']);
    expect(
      history.find(({ condition }) => condition === 'broken')?.error?.message,
    ).toMatch(/^sent nothing for/);
    expect(api.watches[1].query.get('resourceVersion')).toBe('11');
  });

  it('is denied for this kind alone, tries again, and hears when rights come', async () => {
    api
      .onList(refuse(403))
      .onList(page(['a'], { version: '10' }))
      .onWatch(send());
    const { until, history } = start();
    await until(status => status.condition === 'watching');
    expect(history[0]).toMatchObject({
      condition: 'denied',
      listed: false,
      error: { message: 'refuses Slipway (HTTP 403, list pods)' },
    });
  });

  it('waits as long as a busy API server asks, or until somebody asks now', async () => {
    api
      .onList(refuse(429, { 'retry-after': '3600' }))
      .onList(page(['a'], { version: '10' }))
      .onWatch(send());
    const { reflector, until, untilCondition } = start();
    await until(({ nextTryAt }) => nextTryAt !== undefined);
    expect(reflector.status.nextTryAt! - performance.now()).toBeGreaterThan(
      3_000_000,
    );
    reflector.retryNow();
    await untilCondition('watching');
  });

  it('knows a custom kind that is not installed from an address where nothing is', async () => {
    api
      .onList(refuse(404))
      .onList(page([], { version: '1' }))
      .onWatch(send());
    const { reflector, untilCondition } = start({ kind: { optional: true } });
    await untilCondition('not-installed');
    reflector.retryNow();
    await untilCondition('watching');
    expect(reflector.status).toMatchObject({ listed: true });
  });

  it('gives up a server that does not answer, and one that sends no JSON', async () => {
    api
      .onList(() => {})
      .onList(({ response }) => response.end('<html>'))
      .onList(page(['a'], { version: '10' }))
      .onWatch(send());
    const { untilCondition, history } = start({
      config: { requestTimeoutMs: 1_000 },
    });
    await untilCondition('watching');
    expect(history[0]).toMatchObject({
      condition: 'unreachable',
      error: { kind: 'timeout' },
    });
    expect(history[1]).toMatchObject({
      condition: 'broken',
      error: { kind: 'server-error' },
    });
  });

  it.each([
    ['answered with what the new past holds', '9', 'c'],
    ['refused, since it lies in the future', undefined, 'c'],
  ])(
    'lists anew when the API server came back with another past: %s',
    async (_, held, name) => {
      if (held) {
        api.holds('b', held);
      }
      api
        .onList(page(['a', 'b'], { version: '10' }))
        .onWatch(send(bookmark('20')))
        .onList(page(['b', name], { version: '10' }))
        .onWatch(send(line('ADDED', rawPod('d', '11'))));
      const { until, untilNames, untilCondition, object } = start();
      await until(({ condition }) => condition === 'watching');
      const before = object('b');
      api.watches[0].response.destroy();
      await untilNames(['b', 'c', 'd']);
      await untilCondition('watching');
      expect(
        api.watches.map(({ query }) => query.get('resourceVersion')),
      ).toEqual(['10', '10']);
      // Of the same version, and yet it may be another.
      expect(object('b')).toEqual(before);
      expect(object('b')).not.toBe(before);
    },
  );

  it('takes each event once, and lists anew when it cannot tell what a late one means', async () => {
    api
      .onList(page(['a', 'b'], { version: '10' }))
      .onWatch(
        send(
          line('MODIFIED', rawPod('a', '12')),
          line('MODIFIED', rawPod('a', '12')) +
            line('MODIFIED', rawPod('a', '11')) +
            line('DELETED', rawPod('c', '9')) +
            line('DELETED', rawPod('b', '11')),
          bookmark('8'),
          line('DELETED', rawPod('a', '13')),
          line('MODIFIED', rawPod('a', '12')),
        ),
      )
      .onList(page(['z'], { version: '14' }))
      .onWatch(send());
    const { untilNames, history } = start();
    await untilNames(['z']);
    await api.until(({ watches }) => watches.length === 2);
    expect(api.lists).toHaveLength(2);
    expect(
      history.find(({ condition }) => condition === 'broken')?.error?.message,
    ).toBe('sent events in the wrong order (watch pods)');
    expect(api.watches[1].query.get('resourceVersion')).toBe('14');
  });

  it('drops what there is no room for, says so, and comes back when there is', async () => {
    const room = MemoryBudget.create({
      maxBytes: 5_000,
      logger: mockServices.logger.mock(),
    });
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `p${index}`);
    api
      .onList(page(names(4), { version: '10' }))
      .onWatch(send(line('ADDED', rawPod('more', '11'))));
    const first = start({ room });
    await first.untilNames(['more', ...names(4)]);
    const other = room.share('other', 'nodes');
    other.stage(500);
    other.commit(500);
    other.change(2_000);
    await first.untilCondition('denied');
    expect(first.names()).toEqual([]);
    expect(first.reflector.status).toMatchObject({
      listed: false,
      asOf: undefined,
      error: {
        kind: 'no-room',
        message: expect.stringMatching(/^has more pods than Slipway has room/),
      },
    });
    expect(room.bytes).toBe(2_500);

    // The first page tells that it is too much, and no second one is asked for.
    const before = api.lists.length;
    const { length } = first.history;
    api.onList(
      page(['p0'], { version: '12', continueToken: 'more', remaining: 4 }),
    );
    first.reflector.retryNow();
    await first.until(() => first.history.length > length);
    expect(api.lists).toHaveLength(before + 1);
    expect(first.history.slice(length).map(one => one.condition)).toEqual([
      'denied',
    ]);

    other.change(-2_000);
    api.onList(page(names(4), { version: '13' })).onWatch(send());
    first.reflector.retryNow();
    await first.untilNames(names(4));
    await first.untilCondition('watching');
  });

  it('reads a burst of events that come faster than they are parsed', async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `p${index}`);
    api
      .onList(page([], { version: '10' }))
      .onWatch(
        send(
          names
            .map((name, index) =>
              line('ADDED', rawPod(name, String(11 + index))),
            )
            .join(''),
        ),
      );
    const { until, names: read } = start();
    await until(() => read().length === names.length);
    expect(api.watches).toHaveLength(1);
  });
});

function podNames(cache: ClusterCache): string[] {
  return [...cache.stores.pods.values()].map(({ name }) => name).sort();
}
