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

import type { AppStatus } from '@slipway/backstage-plugin-fleet-common';
import { APP_REF, appFixture, FixtureFleetApi } from '../__fixtures__';
import { FleetStore } from './FleetStore';

const APP = { type: 'app' as const, entityRef: APP_REF };
const FLEET = { type: 'fleet' as const };

/** Lets timers run for so long, with the promises between them. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

function setVisibility(state: 'hidden' | 'visible') {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    value: state,
  });
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('FleetStore', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    setVisibility('visible');
    jest.useRealTimers();
  });

  it('opens one stream for all that is mounted, and another when that changes', async () => {
    const api = new FixtureFleetApi();
    const store = FleetStore.create(api);
    const stops = [
      store.subscribe(FLEET, jest.fn()),
      store.subscribe(APP, jest.fn()),
      store.subscribe(APP, jest.fn()),
      store.subscribe(
        { type: 'instances', entityRef: APP_REF, cluster: 'beijing' },
        jest.fn(),
      ),
    ];
    await pass(100);
    expect(api.subscriptions).toEqual([
      {
        fleet: true,
        apps: [APP_REF],
        instances: [{ entityRef: APP_REF, cluster: 'beijing' }],
      },
    ]);
    expect(store.getSnapshot(APP).value?.entityRef).toBe(APP_REF);
    expect(store.getSnapshot(FLEET).value?.clusters).toHaveLength(5);

    stops[0]();
    await pass(100);
    expect(api.subscriptions).toHaveLength(2);
    expect(api.subscriptions[1].fleet).toBe(false);

    stops.slice(1).forEach(stop => stop());
    await pass(100);
    expect(api.subscriptions).toHaveLength(2);
  });

  it('hands on updates to those who listen, whatever the case of the ref', async () => {
    const api = new FixtureFleetApi();
    const store = FleetStore.create(api);
    const listener = jest.fn();
    store.subscribe(APP, listener);
    await pass(100);
    listener.mockClear();

    const status: AppStatus = {
      ...appFixture(),
      entityRef: 'Component:default/recommend-ranker',
      health: { state: 'healthy', reasons: [] },
    };
    api.push({ type: 'app', status });
    await pass(1);
    expect(listener).toHaveBeenCalled();
    expect(store.getSnapshot(APP).value?.health.state).toBe('healthy');

    api.push({ type: 'denied', entityRef: APP_REF });
    await pass(1);
    expect(store.getSnapshot(APP)).toEqual({
      state: 'denied',
      connected: true,
    });
  });

  it('counts changes of instances', async () => {
    const api = new FixtureFleetApi();
    const store = FleetStore.create(api);
    const topic = {
      type: 'instances' as const,
      entityRef: APP_REF,
      cluster: 'beijing',
    };
    store.subscribe(topic, jest.fn());
    await pass(100);
    expect(store.getSnapshot(topic).value).toBe(0);
    api.push({ type: 'instances', entityRef: APP_REF, cluster: 'beijing' });
    await pass(1);
    expect(store.getSnapshot(topic).value).toBe(1);
  });

  it('asks by GET when the stream brings no value', async () => {
    const api = new FixtureFleetApi();
    jest.spyOn(api, 'updates').mockImplementation(async function* silent() {
      await new Promise(() => {});
      yield { type: 'ping' };
    });
    const store = FleetStore.create(api);
    store.subscribe(FLEET, jest.fn());
    await pass(1_000);
    expect(store.getSnapshot(FLEET).state).toBe('loading');
    await pass(1_000);
    expect(store.getSnapshot(FLEET).state).toBe('ready');
  });

  it.each([
    [403, 'denied'],
    [404, 'denied'],
    [500, 'error'],
    [undefined, 'error'],
  ])(
    'takes HTTP %s as %s, and comes back by itself',
    async (statusCode, state) => {
      const api = new FixtureFleetApi();
      api.failure = Object.assign(new Error('no'), { statusCode });
      const store = FleetStore.create(api);
      store.subscribe(APP, jest.fn());
      await pass(200);
      expect(store.getSnapshot(APP).state).toBe(state);

      api.failure = undefined;
      await pass(2_000);
      expect(store.getSnapshot(APP)).toMatchObject({
        state: 'ready',
        connected: true,
      });
    },
  );

  it('keeps the last value while the stream is broken, and tries with growing waits', async () => {
    const api = new FixtureFleetApi();
    const store = FleetStore.create(api);
    store.subscribe(FLEET, jest.fn());
    await pass(100);
    expect(store.getSnapshot(FLEET).connected).toBe(true);

    api.failure = new Error('gone');
    api.disconnect();
    await pass(100);
    expect(store.getSnapshot(FLEET)).toMatchObject({
      state: 'ready',
      connected: false,
    });
    const before = api.subscriptions.length;
    await pass(60_000);
    const tries = api.subscriptions.length - before;
    expect(tries).toBeGreaterThanOrEqual(4);
    expect(tries).toBeLessThanOrEqual(9);

    api.failure = undefined;
    store.retry(FLEET);
    await pass(100);
    expect(store.getSnapshot(FLEET).connected).toBe(true);
  });

  it('gives the connection back while nobody sees the tab', async () => {
    const api = new FixtureFleetApi();
    const store = FleetStore.create(api);
    store.subscribe(FLEET, jest.fn());
    await pass(100);
    setVisibility('hidden');
    await pass(61_000);
    api.push({ type: 'fleet', summary: { ...api.fleet, clusters: [] } });
    await pass(10);
    expect(store.getSnapshot(FLEET).value?.clusters).toHaveLength(5);

    setVisibility('visible');
    await pass(100);
    expect(api.subscriptions).toHaveLength(2);
    expect(store.getSnapshot(FLEET).connected).toBe(true);
  });
});
