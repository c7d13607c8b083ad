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

import {
  fleetAppReadPermission,
  type FleetUpdate,
} from '@slipway/backstage-plugin-fleet-common';
import { ALLOW, DENY, startFleet } from '../__testUtils__/startFleet';
import { UpdateReader } from '../__testUtils__/UpdateReader';

const FEED = 'component:default/feed';

function readyOf(update: FleetUpdate | undefined): number | undefined {
  return update?.type === 'app'
    ? update.status.clusters[0].status?.ready
    : undefined;
}

jest.setTimeout(60_000);

describe('live updates', () => {
  it('tell whole values first, then those that changed, and stop when the reader leaves', async () => {
    const { fleet, baseUrl } = await startFleet();
    const listenersBefore = fleet.listeners;
    const reader = new UpdateReader(baseUrl, {
      fleet: true,
      apps: [FEED],
      instances: [{ entityRef: FEED, cluster: 'beijing' }],
    });

    await reader.waitFor(updates => updates.length === 2);
    expect(reader.updates).toMatchObject([
      { type: 'fleet', summary: { clusters: [{}, {}, {}] } },
      { type: 'app', status: { entityRef: FEED } },
    ]);
    expect(fleet.service.countView).toHaveBeenCalledTimes(1);

    // Nothing that a person could see changed, but its instances may have.
    fleet.change('beijing');
    await reader.waitFor(updates => updates.length === 3);
    expect(reader.updates[2]).toEqual({
      type: 'instances',
      entityRef: FEED,
      cluster: 'beijing',
    });

    fleet.ready = 3;
    for (let times = 0; times < 50; times++) {
      fleet.change('beijing');
    }
    await reader.waitFor(
      updates =>
        readyOf(updates.at(-1)) === 3 ||
        updates.some(update => readyOf(update) === 3),
    );
    const apps = reader.updates.filter(({ type }) => type === 'app');
    expect(apps.map(readyOf)).toEqual([2, 3]);

    // Another app's change is none of this reader's business.
    fleet.ready = 1;
    fleet.change('beijing', 'other');
    fleet.change('shanghai');
    fleet.ready = 0;
    fleet.change('beijing');
    await reader.waitFor(updates =>
      updates.some(update => readyOf(update) === 0),
    );
    expect(reader.updates.map(readyOf)).not.toContain(1);

    await reader.close();
    const until = Date.now() + 10_000;
    while (fleet.listeners > listenersBefore && Date.now() < until) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(fleet.listeners).toBe(listenersBefore);
  });

  it('say which apps the viewer may not see, and nothing of them', async () => {
    const { fleet, baseUrl } = await startFleet({
      policy: permission =>
        permission.name === fleetAppReadPermission.name ? DENY : ALLOW,
    });
    const reader = new UpdateReader(baseUrl, {
      apps: [FEED, 'component:default/missing'],
      instances: [{ entityRef: FEED, cluster: 'beijing' }],
      fleet: true,
    });

    await reader.waitFor(updates => updates.length === 3);
    fleet.health = 'failing';
    fleet.change('beijing');
    fleet.setState('beijing', 'stale');
    fleet.change('beijing');
    await reader.waitFor(updates =>
      updates.some(
        update =>
          update.type === 'fleet' &&
          update.summary.clusters[0].freshness.state === 'stale',
      ),
    );

    expect(reader.updates.slice(0, 2)).toEqual([
      { type: 'denied', entityRef: FEED },
      { type: 'denied', entityRef: 'component:default/missing' },
    ]);
    expect(JSON.stringify(reader.updates.slice(2))).not.toContain(FEED);
    await reader.close();
  });

  it('refuse more apps than a page can show', async () => {
    const { baseUrl } = await startFleet();
    const apps = Array.from({ length: 101 }, (_, n) => `component:a/b${n}`);
    await expect(
      new UpdateReader(baseUrl, { apps }).ended,
    ).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});
