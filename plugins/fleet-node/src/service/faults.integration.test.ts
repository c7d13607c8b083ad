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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { type Cluster, Sandbox } from '@slipway/sandbox';
import { createPod, expectStatus, flood } from '../__testUtils__/clusterPods';
import { becomesEqual, eventually } from '../__testUtils__/clusterTruth';
import { measureFootprint, type Footprint } from '../__testUtils__/footprint';
import { DefaultFleetService } from './DefaultFleetService';

jest.setTimeout(600_000);

const FREEZE_MS = 120_000;
const FLOOD = 10_000;
const MIB = 2 ** 20;
const ROLE = '/apis/rbac.authorization.k8s.io/v1/clusterroles/slipway-read';
const ACCOUNT = '/api/v1/namespaces/slipway-system/serviceaccounts/slipway';

/**
 * One fault after the other on real clusters, on two of them at a time: `south` is frozen for two minutes, while `north`
 * goes through some and `west` through the others. Each time one that is well has to stay so, untouched.
 */
describe('A fleet through faults of its clusters', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-faults-'));
  const tokenFile = join(folder, 'token');
  let sandbox: Sandbox;
  let fleet: DefaultFleetService;
  let north: Cluster;
  let south: Cluster;
  let west: Cluster;
  let frozenAt: number;
  let before: Footprint;

  beforeAll(async () => {
    sandbox = await Sandbox.create({
      clusters: ['north', 'south', 'west'].map(name => ({
        name,
        location: name,
        group: 'test',
      })),
    });
    await sandbox.up();
    [north, south, west] = sandbox.clusters;
    await issueToken('first');
    fleet = await DefaultFleetService.create({
      config: new ConfigReader(config()),
      logger: mockServices.logger.mock(),
    });
    fleet.holdObjects();
    await Promise.all(
      sandbox.clusters.map(cluster => createPod(cluster, 'here')),
    );
    await Promise.all(sandbox.clusters.map(({ name }) => live(name)));
    for (const cluster of sandbox.clusters) {
      await becomesEqual(fleet, cluster);
    }
    before = measureFootprint();
  });

  afterAll(async () => {
    await fleet?.close();
    await sandbox?.down();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps what it knows of one that is frozen, and says so', async () => {
    south.freezeApiServer();
    frozenAt = performance.now();
    const { reason } = await eventually('south is not live', () => {
      const { freshness } = fleet.getCluster('south');
      return freshness.state !== 'live' && freshness;
    });
    expect(reason).toMatch(/^south /);
    expect(objects('south', 'Pod')).toBe(1);
    expect(stateOf('north')).toBe('live');
    expect(stateOf('west')).toBe('live');
  });

  it('comes back to one that was killed, and to one whose etcd is older than it was', async () => {
    north.saveState();
    await untouched(west, async () => {
      await north.stopApiServer();
      await eventually(
        'north is gone',
        () => stateOf('north') === 'unreachable',
      );
      expect(objects('north', 'Pod')).toBe(1);
      await north.startApiServer();
      await live('north');
      await becomesEqual(fleet, north);

      await createPod(north, 'lost');
      await eventually('both are seen', () => objects('north', 'Pod') === 2);
      await north.rewind();
      await live('north');
      await becomesEqual(fleet, north);
      expect(objects('north', 'Pod')).toBe(1);
      // The new past goes on where the lost one was, with the same versions.
      await createPod(north, 'found');
      await becomesEqual(fleet, north);
    });
  });

  it('follows 10,000 pods that come and go, while another cluster takes its token and its rights away', async () => {
    await untouched(north, async () => {
      const known = objects('north', 'Pod');
      const flooding = flood(north, {
        count: FLOOD,
        untilSeen: more =>
          eventually(
            `north has ${known + more} pods`,
            () => objects('north', 'Pod') === known + more,
          ),
      });
      await withoutToken();
      await withoutRight();
      await flooding;
    });
    await becomesEqual(fleet, north);
    expect(objects('north', 'Pod')).toBe(3);
  });

  it('is equal to one that was frozen for two minutes', async () => {
    await delay(Math.max(0, frozenAt + FREEZE_MS - performance.now()));
    await untouched(north, async () => {
      south.thawApiServer();
      await live('south');
      await createPod(south, 'thawed');
      await becomesEqual(fleet, south);
    });
    expect(objects('south', 'Pod')).toBe(2);
  });

  it.each([15, -15])(
    'tells the right age after the clock was set by %d min',
    async minutes => {
      const clock = Date.now;
      const set = jest
        .spyOn(Date, 'now')
        .mockImplementation(() => clock() + minutes * 60_000);
      try {
        await untouched(north, () => createPod(west, `at${minutes}`));
        for (const { name, freshness } of fleet.listClusters()) {
          const age = Date.now() - Date.parse(freshness.asOf!);
          expect([name, age > -5_000 && age < 120_000]).toEqual([name, true]);
          expect(Date.parse(freshness.since)).toBeLessThan(Date.now() + 5_000);
        }
        await becomesEqual(fleet, west);
      } finally {
        set.mockRestore();
      }
    },
  );

  it('keeps no descriptor and no memory of all that', async () => {
    for (const cluster of sandbox.clusters) {
      await becomesEqual(fleet, cluster);
      await cluster.close();
    }
    const after = measureFootprint();
    // Sockets of requests that were under way may still be open for their keep-alive time.
    expect(after.descriptors).toBeLessThan(before.descriptors + 60);
    expect(after.heap).toBeLessThan(before.heap + 60 * MIB);
  });

  /** Does something to other clusters, and sees that this one stays live, answers, and is listed by nobody anew. */
  async function untouched(cluster: Cluster, work: () => Promise<void>) {
    const { name } = cluster;
    const figures = () => {
      const { kinds } = fleet.getFigures().find(one => one.cluster === name)!;
      return kinds.map(({ kind, lists, failures }) => ({
        kind,
        lists,
        failures,
      }));
    };
    const states = new Set<string>();
    const stop = fleet.onChange(() => states.add(stateOf(name)));
    const first = figures();
    const { asOf } = fleet.getCluster(name).freshness;
    await work();
    const pods = objects(name, 'Pod');
    await createPod(cluster, `seen-${Math.round(performance.now())}`);
    await eventually(`${name} still tells`, () => objects(name, 'Pod') > pods);
    stop();
    expect([...states, stateOf(name)].filter(one => one !== 'live')).toEqual(
      [],
    );
    expect(figures()).toEqual(first);
    expect(fleet.getCluster(name).freshness.asOf! > asOf!).toBe(true);
  }

  async function withoutToken(): Promise<void> {
    // A token that is bound to an object is good for nothing from the moment that the object is gone.
    await expectStatus(
      west,
      200,
      'DELETE',
      '/api/v1/namespaces/slipway-system/secrets/first',
    );
    await eventually('west is denied', () => stateOf('west') === 'denied');
    expect(fleet.getCluster('west').freshness.reason).toMatch(
      /^west refuses Slipway's credential/,
    );
    await issueToken('second');
    await live('west');
    await becomesEqual(fleet, west);
  }

  async function withoutRight(): Promise<void> {
    const { body: role } = await west.request<{
      rules: Array<{ apiGroups: string[] }>;
    }>('GET', ROLE);
    const rules = role.rules.filter(
      ({ apiGroups }) => !apiGroups.includes('apps'),
    );
    await expectStatus(west, 200, 'PUT', ROLE, {
      ...role,
      metadata: { name: 'slipway-read' },
      rules,
    });
    const denied = await eventually('deployments are denied', () =>
      kindsOf('west').find(
        ({ kind, state }) => kind === 'Deployment' && state === 'denied',
      ),
    );
    expect(denied.reason).toMatch(/^west refuses Slipway \(HTTP 403/);
    expect(stateOf('west')).toBe('live');
    expect(kindsOf('west').find(({ kind }) => kind === 'Pod')?.state).toBe(
      'live',
    );
    await createPod(west, 'meanwhile');
    await expectStatus(west, 200, 'PUT', ROLE, {
      ...role,
      metadata: { name: 'slipway-read' },
    });
    await eventually('deployments are live', () =>
      kindsOf('west').every(
        ({ state }) => state === 'live' || state === 'not-installed',
      ),
    );
    await becomesEqual(fleet, west);
  }

  async function issueToken(secret: string): Promise<void> {
    const { body: made } = await west.request<{ metadata: { uid: string } }>(
      'POST',
      '/api/v1/namespaces/slipway-system/secrets',
      { metadata: { name: secret } },
    );
    const { body } = await west.request<{ status: { token: string } }>(
      'POST',
      `${ACCOUNT}/token`,
      {
        spec: {
          boundObjectRef: {
            kind: 'Secret',
            apiVersion: 'v1',
            name: secret,
            uid: made.metadata.uid,
          },
        },
      },
    );
    writeFileSync(tokenFile, body.status.token, { mode: 0o600 });
  }

  function config(): object {
    const made = sandbox.appConfig() as {
      kubernetes: object;
      slipway: { fleet: { clusters: Record<string, object> } };
    };
    const { clusters } = made.slipway.fleet;
    return {
      kubernetes: made.kubernetes,
      slipway: {
        fleet: {
          clusters: { ...clusters, west: { ...clusters.west, tokenFile } },
          // An API server looks at tokens and rights when a watch is opened, so these are opened often here.
          watch: { timeoutSeconds: 8, maxBackoffSeconds: 4 },
        },
      },
    };
  }

  function stateOf(name: string) {
    return fleet.getCluster(name).freshness.state;
  }

  function kindsOf(name: string) {
    return fleet.getCluster(name).kinds;
  }

  function objects(name: string, kind: string): number {
    return kindsOf(name).find(one => one.kind === kind)!.objects;
  }

  async function live(name: string): Promise<void> {
    await eventually(`${name} is live`, () => stateOf(name) === 'live');
  }
});
