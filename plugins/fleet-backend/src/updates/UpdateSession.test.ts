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

import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  FleetUpdate,
  UpdateSubscription,
} from '@slipway/backstage-plugin-fleet-common';
import { parseAppSelector } from '@slipway/backstage-plugin-fleet-node';
import { MockFleet } from '../__testUtils__/MockFleet';
import { feed } from '../__testUtils__/startFleet';
import { AppHealthIndex, type App, type AppDirectory } from '../apps';
import type { Viewer } from '../permissions';
import { UNRESTRICTED } from '../reviews';
import { FleetViews } from '../views';
import { UpdateSession, type UpdateIntervals } from './UpdateSession';

const FEED = 'component:default/feed';
const NEVER = 1e9;

const app: App = {
  entityRef: FEED,
  entity: feed,
  selector: parseAppSelector(feed)!,
};

const viewer: Viewer = {
  canRead: () => true,
  canChange: () => true,
  canReadApp: () => true,
  seesWholeCatalog: true,
  rightsOn: () => UNRESTRICTED,
  settle: async read => read(),
  freshUntil: Infinity,
};

/** A reader that takes the next message only when the test lets it. */
class SlowStream {
  readonly updates: FleetUpdate[] = [];
  readonly abort = new AbortController();
  readonly closed = this.abort.signal;
  blocked: Promise<void> = Promise.resolve();

  async send(json: string): Promise<void> {
    this.updates.push(JSON.parse(json));
    await this.blocked;
  }
}

function start(
  intervals: Partial<UpdateIntervals>,
  subscription: UpdateSubscription = { apps: [FEED] },
) {
  const fleet = new MockFleet();
  const stream = new SlowStream();
  const permissions = { hidden: false, expired: false, asked: 0 };
  const session = UpdateSession.create({
    fleet: fleet.service,
    stream,
    subscription,
    credentials: mockCredentials.user(),
    intervals: {
      flush: 5,
      ping: NEVER,
      authorize: NEVER,
      authorizeHidden: NEVER,
      ...intervals,
    },
    views: FleetViews.create({
      fleet: fleet.service,
      health: AppHealthIndex.create({ fleet: fleet.service }),
      directory: {} as AppDirectory,
    }),
    authorizer: {
      getViewer: async () => {
        permissions.asked += 1;
        if (permissions.expired) {
          throw new Error('Token has expired');
        }
        return viewer;
      },
    } as never,
    access: {
      findApps: async () => [
        permissions.hidden
          ? { entityRef: FEED, hidden: true }
          : { entityRef: FEED, hidden: false, app },
      ],
    } as never,
  });
  const listenersBefore = fleet.listeners;
  const shutdown = new AbortController();
  const done = session.run(shutdown.signal);
  const listeners = () => fleet.listeners - listenersBefore;
  return { fleet, stream, permissions, shutdown, done, listeners };
}

async function waitFor(found: () => boolean): Promise<void> {
  const until = Date.now() + 20_000;
  while (!found()) {
    if (Date.now() > until) {
      throw new Error('It did not happen');
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

jest.setTimeout(60_000);

describe('UpdateSession', () => {
  it('gives a slow reader the newest value, and nothing in between', async () => {
    const { fleet, stream, shutdown, done, listeners } = start({});
    await waitFor(() => stream.updates.length === 1);

    let release = () => {};
    stream.blocked = new Promise(resolve => {
      release = resolve;
    });
    fleet.ready = 1;
    fleet.change('beijing');
    await waitFor(() => stream.updates.length === 2);
    for (fleet.ready = 10; fleet.ready < 500; fleet.ready++) {
      fleet.change('beijing');
    }
    release();
    await waitFor(() => stream.updates.length === 3);
    shutdown.abort();
    await done;

    expect(
      stream.updates.map(update =>
        update.type === 'app'
          ? update.status.clusters[0].status?.ready
          : update.type,
      ),
    ).toEqual([2, 1, 500]);
    expect(listeners()).toBe(0);
  });

  it('brings ages up to date with the ping, and not by themselves', async () => {
    const { fleet, stream, shutdown, done } = start({ ping: 300 });
    await waitFor(() => stream.updates.length === 1);

    const asOf = '2026-11-22T10:00:05.000Z';
    fleet.service.getCluster('beijing').freshness.asOf = asOf;
    fleet.change('beijing');
    await waitFor(() => stream.updates.some(({ type }) => type === 'ping'));
    shutdown.abort();
    await done;

    expect(stream.updates.map(({ type }) => type)).toEqual([
      'app',
      'app',
      'ping',
    ]);
    expect(stream.updates[1]).toMatchObject({
      status: { clusters: [{ freshness: { asOf } }, {}] },
    });
  });

  it('stops telling of an app once the viewer may no longer see it', async () => {
    const { fleet, stream, permissions, shutdown, done } = start({
      authorize: 50,
      authorizeHidden: 20,
    });
    await waitFor(() => stream.updates.length === 1);

    permissions.hidden = true;
    await waitFor(() => stream.updates.length === 2);
    fleet.ready = 3;
    fleet.change('beijing');
    const { asked } = permissions;
    await waitFor(() => permissions.asked >= asked + 2);
    expect(stream.updates).toHaveLength(2);

    fleet.ready = 2;
    permissions.hidden = false;
    // It is as it was before, and is told all the same: the reader has seen "denied" since.
    await waitFor(() => stream.updates.length === 3);
    shutdown.abort();
    await done;

    expect(stream.updates).toMatchObject([
      { type: 'app' },
      { type: 'denied', entityRef: FEED },
      { type: 'app' },
    ]);
  });

  it('finds an app soon after the catalog took it in', async () => {
    const { stream, permissions, shutdown, done } = start({
      authorizeHidden: 20,
    });
    permissions.hidden = true;
    await waitFor(() => stream.updates.length === 1);
    permissions.hidden = false;
    await waitFor(() => stream.updates.length === 2);
    shutdown.abort();
    await done;
    expect(stream.updates).toMatchObject([{ type: 'denied' }, { type: 'app' }]);
  });

  it('ends with the token, the reader and the backend', async () => {
    const first = start({ authorize: 20 });
    first.permissions.expired = true;
    await expect(first.done).rejects.toThrow('Token has expired');
    expect(first.listeners()).toBe(0);

    const second = start({});
    await waitFor(() => second.stream.updates.length === 1);
    second.stream.abort.abort();
    await second.done;
    expect(second.listeners()).toBe(0);
  });
});
