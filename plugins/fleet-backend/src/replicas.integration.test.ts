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
  AppStatus,
  FleetUpdate,
} from '@slipway/backstage-plugin-fleet-common';
import { Sandbox, type Cluster } from '@slipway/sandbox';
import knexFactory, { type Knex } from 'knex';
import { freePort } from './__testUtils__/freePort';
import { Postgres } from './__testUtils__/Postgres';
import { Replica } from './__testUtils__/Replica';
import { UpdateReader } from './__testUtils__/UpdateReader';
import { DatabaseCatalogEntityStore } from './catalogEntities';

jest.setTimeout(300_000);

const TOKEN = 'a-token-of-the-test-that-is-long-enough';
const TIMEOUT_MS = 60_000;
const WEB = 'component:default/web';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

function component(name: string, namespace = 'default') {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace,
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'test', owner: 'group:default/web' },
  };
}

function deployment(name: string, replicas: number) {
  const labels = { 'backstage.io/kubernetes-id': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image: `slipway.test/${name}:1` }] },
      },
    },
  };
}

/** What an update says of the number of instances that the app wants. */
function desiredOf(update: FleetUpdate): number | undefined {
  return update.type === 'app'
    ? (update.status as AppStatus).clusters[0]?.status?.desired
    : undefined;
}

describe('several replicas on one PostgreSQL', () => {
  let postgres: Postgres;
  let sandbox: Sandbox;
  let cluster: Cluster;
  const replicas: Replica[] = [];
  const viewers: UpdateReader[] = [];

  beforeAll(async () => {
    sandbox = await Sandbox.create({
      clusters: [{ name: 'north', location: 'beijing', group: 'online' }],
    });
    [postgres] = await Promise.all([Postgres.start(), sandbox.up()]);
    cluster = sandbox.cluster('north');
    // The first alone: parts of Backstage do not survive that another replica makes the same tables at the same moment,
    // and one that ends meanwhile leaves the catalog's migrations locked for good. Fleet's own tables have a test below.
    replicas.push(await startReplica());
    replicas.push(await startReplica());
  });

  afterAll(async () => {
    // Whatever a viewer met, nothing is left running.
    await Promise.allSettled(viewers.map(viewer => viewer.close()));
    await Promise.all(replicas.map(replica => replica.kill()));
    await postgres?.stop();
    await sandbox?.down();
  });

  async function startReplica(): Promise<Replica> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const config = JSON.parse(JSON.stringify(sandbox.appConfig()));
    return Replica.start({
      url,
      token: TOKEN,
      config: {
        ...config,
        app: { baseUrl: url },
        backend: {
          baseUrl: url,
          listen: { host: '127.0.0.1', port },
          database: { client: 'pg', connection: { ...postgres.connection } },
          auth: {
            externalAccess: [
              { type: 'static', options: { token: TOKEN, subject: 'test' } },
            ],
          },
        },
        catalog: { processingInterval: { seconds: 5 } },
      },
    });
  }

  async function register(replica: Replica, name: string, namespace?: string) {
    const entity = component(name, namespace);
    return replica.request('POST', 'fleet/v1/catalog-entities', { entity });
  }

  async function until(what: string, check: () => Promise<boolean>) {
    const end = Date.now() + TIMEOUT_MS;
    while (!(await check())) {
      if (Date.now() > end) {
        throw new Error(`Waited in vain for ${what}`);
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async function scale(replicaCount: number) {
    await cluster.request(
      'PATCH',
      `${DEPLOYMENTS}/web`,
      { spec: { replicas: replicaCount } },
      { contentType: 'application/merge-patch+json' },
    );
  }

  const sees = (viewer: UpdateReader, desired: number) =>
    viewer.waitFor(
      updates => updates.some(update => desiredOf(update) === desired),
      TIMEOUT_MS,
    );

  it('show in one what was registered in the other, and push a change to viewers of both', async () => {
    const [first, second] = replicas;
    await cluster.request('POST', DEPLOYMENTS, deployment('web', 1));
    viewers.push(
      ...replicas.map(
        ({ fleetUrl }) => new UpdateReader(fleetUrl, { apps: [WEB] }, TOKEN),
      ),
    );
    await Promise.all(
      viewers.map(viewer =>
        viewer.waitFor(([update]) => update?.type === 'denied', TIMEOUT_MS),
      ),
    );
    expect((await register(first, 'web')).status).toBe(200);
    await until('the entity in the catalog of the other', async () => {
      const { status } = await second.request(
        'GET',
        'catalog/entities/by-name/component/default/web',
      );
      return status === 200;
    });
    await Promise.all(viewers.map(viewer => sees(viewer, 1)));
    await scale(3);
    await Promise.all(viewers.map(viewer => sees(viewer, 3)));
  });

  it('give one name to one app only, in whichever namespaces it is asked for at once', async () => {
    const names = ['twin-1', 'twin-2', 'twin-3', 'twin-4', 'twin-5'];
    const statuses = await Promise.all(
      names.map(async name => {
        const answers = await Promise.all(
          replicas.map((replica, index) =>
            register(replica, name, `namespace-${index}`),
          ),
        );
        return answers.map(({ status }) => status).sort();
      }),
    );
    expect(statuses).toEqual(names.map(() => [200, 409]));
    // Also in the table, by which nobody can come second.
    const { body } = await replicas[0].request(
      'POST',
      'fleet/v1/catalog-entities',
      { entity: component('twin-1', 'namespace-2') },
    );
    expect(body.error.message).toMatch(/belong to another app/);
  });

  it('go on when one of them dies', async () => {
    const [first, second] = replicas;
    const [lost, viewer] = viewers.splice(0);
    viewers.push(viewer);
    await Promise.all([expect(lost.ended).rejects.toThrow(), first.kill()]);
    await scale(5);
    await sees(viewer, 5);
    expect((await register(second, 'late')).status).toBe(200);
    await until('the entity in the catalog', async () => {
      const { status } = await second.request(
        'GET',
        'catalog/entities/by-name/component/default/late',
      );
      return status === 200;
    });
  });

  it("bring an empty database's tables up to date at the same moment, time and again", async () => {
    const admin = connect('postgres');
    for (let round = 0; round < 5; round++) {
      await admin.raw(`create database "round_${round}"`);
      const clients = Array.from({ length: 4 }, () =>
        connect(`round_${round}`),
      );
      const stores = await Promise.all(
        clients.map(client =>
          DatabaseCatalogEntityStore.create({
            database: { getClient: async () => client },
          }),
        ),
      );
      expect(await stores[3].list()).toEqual([]);
      const [{ count }] = await clients[0]('knex_migrations').count();
      expect(Number(count)).toBe(2);
      await Promise.all(clients.map(client => client.destroy()));
    }
    await admin.destroy();
  });

  function connect(database: string): Knex {
    return knexFactory({
      client: 'pg',
      connection: { ...postgres.connection, database },
    });
  }
});
