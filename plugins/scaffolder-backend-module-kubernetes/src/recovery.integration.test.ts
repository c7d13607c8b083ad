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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Progress, Sandbox, Toolbox, type Cluster } from '@slipway/sandbox';
import { DoorProxy } from './__testUtils__/DoorProxy';
import { isUndo } from './__testUtils__/exampleTemplates';
import {
  CHANGES,
  CLUSTERS,
  component,
  configMap,
  deployment,
  entities,
  examples,
  HOSTILE,
  MANY,
  OWNER,
  podSpec,
} from './__testUtils__/recoveryTemplates';
import {
  ScaffolderBackend,
  type TaskState,
} from './__testUtils__/ScaffolderBackend';

jest.setTimeout(900_000);

/** What must not change when a change is made a second time. */
interface Identity {
  metadata: { uid: string; generation?: number; resourceVersion: string };
}

describe('actions on real clusters, by a scaffolder that crashes', () => {
  let sandbox: Sandbox;
  let folder: string;
  let proxy: DoorProxy;
  let backend: ScaffolderBackend;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-recovery-'));
    const tools = Toolbox.create({ progress: Progress.silent() });
    await tools.ensure(['kustomize', 'helm']);
    sandbox = await Sandbox.create({
      clusters: CLUSTERS.map(name => ({
        name,
        location: name,
        group: 'online',
        pools: [{ name: 'cpu', count: 2, cpu: '4', memory: '8Gi', zone: 'a' }],
      })),
    });
    proxy = await DoorProxy.start();
    await sandbox.up();
    for (const cluster of sandbox.clusters) {
      await create(cluster, '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'feed',
          annotations: { 'slipway.dev/owner': OWNER },
        },
      });
    }
    await start(tools);
  });

  afterAll(async () => {
    await backend?.kill();
    proxy?.stop();
    await sandbox?.down();
    await rm(folder, { recursive: true, force: true });
  });

  let restart: () => Promise<void>;

  async function start(tools: Toolbox): Promise<void> {
    const own = sandbox.appConfig() as { kubernetes: object; slipway: object };
    const config = JSON.parse(
      JSON.stringify({
        ...own,
        slipway: {
          ...own.slipway,
          kubernetes: {
            apply: { enabled: true },
            render: {
              kustomize: tools.binary('kustomize'),
              helm: tools.binary('helm'),
            },
          },
        },
        backend: {
          workingDirectory: folder,
          database: {
            client: 'better-sqlite3',
            connection: { directory: folder },
          },
        },
        scaffolder: {
          taskRecovery: { enabled: true, staleTimeout: { seconds: 2 } },
        },
      }),
    );
    restart = async () => {
      backend = await ScaffolderBackend.start({
        config,
        entities,
        fleetUrl: proxy.url,
      });
      proxy.target = backend.url;
      await until('both clusters to be live', areLive);
    };
    await restart();
  }

  async function areLive(): Promise<boolean> {
    const response = await fetch(`${backend.url}/api/fleet/v1/fleet`);
    const { clusters } = (await response.json()) as {
      clusters: Array<{ freshness: { state: string } }>;
    };
    return (
      clusters?.length === CLUSTERS.length &&
      clusters.every(({ freshness }) => freshness.state === 'live')
    );
  }

  async function until(
    what: string,
    check: () => boolean | Promise<boolean>,
    timeoutMs = 120_000,
  ): Promise<void> {
    const latest = Date.now() + timeoutMs;
    while (!(await check())) {
      if (Date.now() > latest) {
        throw new Error(`Waited in vain for ${what}`);
      }
      await delay(100);
    }
  }

  async function create(cluster: Cluster, path: string, object: object) {
    const { status, body } = await cluster.request('POST', path, object);
    if (status !== 201) {
      throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    }
  }

  const CONFIG_MAPS = '/api/v1/namespaces/feed/configmaps';
  const DEPLOYMENTS = '/apis/apps/v1/namespaces/feed/deployments';

  async function count(cluster: string, prefix: string): Promise<number> {
    const { body } = await sandbox
      .cluster(cluster)
      .request<{ items: Array<{ metadata: { name: string } }> }>(
        'GET',
        CONFIG_MAPS,
      );
    return body.items.filter(({ metadata }) =>
      metadata.name.startsWith(`${prefix}-`),
    ).length;
  }

  /** Identities of objects of all clusters, by cluster and path; undefined where one is not there. */
  async function identities(
    paths: string[],
  ): Promise<Record<string, string | undefined>> {
    const found = sandbox.clusters.flatMap(cluster =>
      paths.map(async path => {
        const { status, body } = await cluster.request<Identity>('GET', path);
        const { uid, generation, resourceVersion } = body.metadata ?? {};
        // Controllers write the status of a Deployment, but never its spec.
        const identity = `${uid} ${generation ?? resourceVersion}`;
        return [
          `${cluster.name}${path}`,
          status === 200 ? identity : undefined,
        ];
      }),
    );
    return Object.fromEntries(await Promise.all(found));
  }

  async function end(id: string): Promise<TaskState> {
    let state: TaskState | undefined;
    await until(`task ${id} to end`, async () => {
      state = await backend.state(id);
      return !['open', 'processing'].includes(state.status);
    });
    return state!;
  }

  async function run(template: string, values = {}): Promise<TaskState> {
    return end(await backend.start(template, values));
  }

  it('finishes after a crash between each change and its being remembered, and changes nothing twice', async () => {
    for (const cluster of sandbox.clusters) {
      await create(cluster, CONFIG_MAPS, configMap('doomed'));
    }
    await fetch(`${backend.url}/api/fleet/v1/catalog-entities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ entity: component('leaver') }),
    });
    proxy.keepsBack = ({ path }) => !path.startsWith('/api/fleet/v1/wait');
    const tasks: string[] = [];
    for (const name of Object.keys(CHANGES)) {
      tasks.push(await backend.start(name));
    }
    const waiting = await backend.start('wait-late');
    await until(
      'every change to be made',
      () => proxy.passed.length > Object.keys(CHANGES).length,
    );
    expect(proxy.passed.filter(({ status }) => status >= 300)).toEqual([]);
    const half = await backend.start('apply-many');
    await until('some of many to be there', async () => {
      const counts = await Promise.all(
        CLUSTERS.map(cluster => count(cluster, 'many')),
      );
      return counts.some(number => number > 0);
    });
    await backend.kill();

    const paths = [
      `${CONFIG_MAPS}/kept`,
      `${CONFIG_MAPS}/doomed`,
      `${CONFIG_MAPS}/many-0`,
      `${DEPLOYMENTS}/web`,
      '/api/v1/namespaces/team-a',
      '/api/v1/namespaces/team-a/resourcequotas/slipway',
    ];
    const before = await identities(paths);
    proxy.keepsBack = () => false;
    await restart();
    const states = await Promise.all([...tasks, half].map(end));

    expect(states.map(({ status, error }) => [status, error])).toEqual(
      states.map(() => ['completed', undefined]),
    );
    expect(states.map(({ log }) => log.join('\n'))).toEqual(
      states.map(() => expect.stringContaining('Task recovered')),
    );
    const after = await identities(paths);
    const changed = Object.keys(before).filter(
      path => before[path] !== undefined && before[path] !== after[path],
    );
    expect(changed).toEqual([]);
    expect(after['beijing/api/v1/namespaces/feed/configmaps/doomed']).toBe(
      undefined,
    );
    for (const cluster of CLUSTERS) {
      expect(await count(cluster, 'many')).toBe(MANY);
    }

    for (const cluster of sandbox.clusters) {
      await create(cluster, DEPLOYMENTS, deployment('late', 1));
    }
    const waited = await end(waiting);
    expect([waited.status, waited.error]).toEqual(['completed', undefined]);
  });

  it('says what was done where when a cluster dies on the way, and does the rest when it is run again', async () => {
    const task = await backend.start('apply-while-dying');
    await until(
      'some of many to be there',
      async () => (await count('shanghai', 'dying')) > 0,
    );
    await sandbox.cluster('shanghai').stopApiServer();
    const { status, error } = await end(task);
    expect(status).toBe('failed');
    expect(error).toMatch(/^Not everything was done\. beijing: 150 created\./);
    expect(error).toContain('shanghai: ');
    expect(error).toContain('To undo it in beijing: ');

    await sandbox.cluster('shanghai').startApiServer();
    await until('both clusters to be live', areLive);
    const before = await identities([`${CONFIG_MAPS}/dying-0`]);
    const again = await run('apply-while-dying');
    expect([again.status, again.error]).toEqual(['completed', undefined]);
    expect(await count('shanghai', 'dying')).toBe(MANY);
    expect(await identities([`${CONFIG_MAPS}/dying-0`])).toEqual(before);
  });

  it('ends a wait that is cancelled', async () => {
    const { length } = proxy.passed;
    for (const cluster of sandbox.clusters) {
      await cluster.request('DELETE', `${DEPLOYMENTS}/late`);
    }
    const task = await backend.start('wait-late');
    await until('it to wait', async () =>
      (
        await backend.state(task)
      ).log.some(line => line?.includes('Deployment late')),
    );
    await backend.cancel(task);
    const { status, log } = await end(task);
    expect(['cancelled', 'failed']).toContain(status);
    expect(log.join('\n')).toContain('The wait was cancelled.');
    expect(proxy.passed.length).toBeGreaterThan(length);
  });

  it.each(HOSTILE)(
    'refuses manifests that are %s, with nothing half-done',
    async (_, yaml, message) => {
      const innocent =
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: innocent}\n';
      const { status, error } = await run('hostile', { yaml: innocent + yaml });
      expect(status).toBe('failed');
      expect(error).toMatch(message);
      const found = await identities([`${CONFIG_MAPS}/innocent`]);
      expect(Object.values(found)).toEqual([undefined, undefined]);
    },
  );

  it('runs every example', async () => {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'migrate-feed' },
      spec: {
        template: {
          spec: { ...podSpec, restartPolicy: 'Never' },
        },
      },
    };
    for (const cluster of sandbox.clusters) {
      await create(cluster, '/apis/batch/v1/namespaces/feed/jobs', job);
    }
    const results: unknown[] = [];
    for (const { name, steps } of examples) {
      await prepare(name);
      const { status, error } = await run(name);
      results.push([name, status, error]);
      if (steps.some(isUndo)) {
        await prepare(name);
        const failed = await run(`${name}-fails`);
        results.push([name, failed.status, failed.error]);
      }
    }
    expect(results).toEqual(
      examples.flatMap(({ name, steps }) => [
        [name, 'completed', undefined],
        ...(steps.some(isUndo) ? [[name, 'failed', 'It fails.']] : []),
      ]),
    );
    const left = await identities([`${DEPLOYMENTS}/feed-embedder`]);
    expect(left[`beijing${DEPLOYMENTS}/feed-embedder`]).toBe(undefined);
  });

  /** What an example takes for granted is there, and what it makes is not. */
  async function prepare(example: string): Promise<void> {
    for (const cluster of sandbox.clusters) {
      await cluster.request('DELETE', `${CONFIG_MAPS}/feed-settings`);
      const embedder = `${DEPLOYMENTS}/feed-embedder`;
      const { status } = await cluster.request('GET', embedder);
      if (example === 'wait-2') {
        await cluster.request('DELETE', embedder);
      } else if (example.startsWith('wait') && status === 404) {
        await create(cluster, DEPLOYMENTS, deployment('feed-embedder', 1));
      }
    }
  }
});
