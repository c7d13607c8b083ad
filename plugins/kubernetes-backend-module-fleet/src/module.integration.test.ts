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

import { setTimeout as delay } from 'node:timers/promises';
import type {
  ClusterObjects,
  ObjectsByEntityResponse,
} from '@backstage/plugin-kubernetes-common';
import { Sandbox, type Cluster } from '@slipway/sandbox';
import { appManifests, deploymentPath } from './__testUtils__/manifests';
import { StockTabBackend } from './__testUtils__/StockTabBackend';

jest.setTimeout(600_000);

const ENTITIES = [
  component('web', {}),
  component('named', {
    'backstage.io/kubernetes-label-selector': 'tier in (front, back),!absent',
    'backstage.io/kubernetes-namespace': 'default',
  }),
  component('nothing', {}),
];

const KINDS = [
  { group: '', apiVersion: 'v1', plural: 'pods' },
  { group: '', apiVersion: 'v1', plural: 'configmaps' },
  { group: '', apiVersion: 'v1', plural: 'services' },
  { group: '', apiVersion: 'v1', plural: 'limitranges' },
  { group: '', apiVersion: 'v1', plural: 'resourcequotas' },
  { group: 'apps', apiVersion: 'v1', plural: 'deployments' },
  { group: 'apps', apiVersion: 'v1', plural: 'replicasets' },
  { group: 'apps', apiVersion: 'v1', plural: 'statefulsets' },
  { group: 'apps', apiVersion: 'v1', plural: 'daemonsets' },
  { group: 'batch', apiVersion: 'v1', plural: 'jobs' },
  { group: 'batch', apiVersion: 'v1', plural: 'cronjobs' },
  {
    group: 'autoscaling',
    apiVersion: 'v2',
    plural: 'horizontalpodautoscalers',
  },
  { group: 'networking.k8s.io', apiVersion: 'v1', plural: 'ingresses' },
];

type Listed = { metadata: { namespace?: string; name: string } };

function component(name: string, annotations: Record<string, string>) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations },
    spec: { type: 'service', lifecycle: 'test', owner: 'guests' },
  };
}

/** Users sign in to it as themselves, and here nobody has. */
const CLOSED = {
  name: 'closed',
  url: 'https://127.0.0.1:9',
  authProvider: 'oidc',
  oidcTokenProvider: 'okta',
};

/**
 * In an order of its own, without what the fleet does not keep, and without what pods used at a moment: the simulator
 * has them use another share of a core each second.
 */
function normalised({ items }: ObjectsByEntityResponse): ClusterObjects[] {
  const text = JSON.stringify(items, (key, value) => {
    if (key === 'managedFields') {
      return undefined;
    }
    return key === 'currentUsage' ? Number(value) > 0 : value;
  });
  const clusters = (JSON.parse(text) as ClusterObjects[]).filter(
    ({ cluster }) => cluster.name !== CLOSED.name,
  );
  const by = (one: string, other: string) => one.localeCompare(other);
  for (const { resources, errors, podMetrics } of clusters) {
    podMetrics.sort((one, other) =>
      by(JSON.stringify(one.pod), JSON.stringify(other.pod)),
    );
    resources.sort((one, other) => by(one.type, other.type));
    errors.sort((one, other) => by(JSON.stringify(one), JSON.stringify(other)));
    for (const response of resources) {
      const key = ({ metadata }: Listed) =>
        `${metadata.namespace}/${metadata.name}`;
      (response.resources as Listed[]).sort((one, other) =>
        by(key(one), key(other)),
      );
    }
  }
  return clusters;
}

/** As where an administrator gave Slipway fewer rights. */
async function denyLimitRanges(cluster: Cluster): Promise<void> {
  const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles/slipway-read';
  const { body } = await cluster.request<{
    rules: Array<{ resources: string[] }>;
  }>('GET', path);
  for (const rule of body.rules) {
    rule.resources = rule.resources.filter(name => name !== 'limitranges');
  }
  const { status } = await cluster.request('PUT', path, body);
  expect(status).toBe(200);
}

describe('the stock Kubernetes tab, answered by the fleet', () => {
  let sandbox: Sandbox;
  let north: Cluster;
  let stock: StockTabBackend;
  let ours: StockTabBackend;

  beforeAll(async () => {
    sandbox = await Sandbox.create({
      clusters: [
        {
          name: 'north',
          location: 'beijing',
          group: 'online',
          argoRollouts: true,
          pools: [
            { name: 'cpu', count: 2, cpu: '4', memory: '8Gi', zone: 'a' },
          ],
        },
        { name: 'south', location: 'shanghai', group: 'burst' },
      ],
      // With the metrics API.
      prometheus: true,
    });
    await sandbox.up();
    await denyLimitRanges(sandbox.cluster('south'));
    north = sandbox.cluster('north');
    for (const [path, manifest] of appManifests('web')) {
      const { status, body } = await north.request('POST', path, manifest);
      if (status !== 201) {
        throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      }
    }
    const config = sandbox.appConfig() as Record<string, object>;
    const data = JSON.parse(
      JSON.stringify({
        ...config,
        kubernetes: {
          ...config.kubernetes,
          customResources: [
            {
              group: 'argoproj.io',
              apiVersion: 'v1alpha1',
              plural: 'rollouts',
            },
          ],
        },
      }),
    );
    data.slipway.fleet.stockTab = { timeoutSeconds: 3 };
    stock = await StockTabBackend.start({
      config: data,
      entities: ENTITIES,
      withModule: false,
    });
    data.kubernetes.clusterLocatorMethods[0].clusters.push(CLOSED);
    ours = await StockTabBackend.start({
      config: data,
      entities: ENTITIES,
      withModule: true,
    });
    for (const cluster of ['north', 'south']) {
      await until(`whole objects of ${cluster}`, () => isHeld(cluster));
    }
  });

  afterAll(async () => {
    await ours?.stop();
    await stock?.stop();
    await sandbox?.down();
  });

  async function until(
    what: string,
    check: () => boolean | Promise<boolean>,
    timeoutMs = 120_000,
  ): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!(await check())) {
      if (Date.now() > end) {
        throw new Error(`Waited in vain for ${what}`);
      }
      await delay(100);
    }
  }

  async function isHeld(cluster: string): Promise<boolean> {
    const missing = await ours.missing(cluster, KINDS);
    return missing.join() === (cluster === 'south' ? 'limitranges' : '');
  }

  async function isNotLive(cluster: string): Promise<boolean> {
    return (await ours.missing(cluster, KINDS)).length === KINDS.length;
  }

  async function bothAnswers(entity: string) {
    // Together, so that little can change in between.
    const [expected, actual] = await Promise.all([
      stock.ask(entity),
      ours.ask(entity),
    ]);
    return { expected: normalised(expected), actual: normalised(actual) };
  }

  it('gives what the stock fetcher gives, object by object, at rest', async () => {
    await until('the pods to run', async () => {
      const [cluster] = normalised(await stock.ask('web'));
      const pods = cluster?.resources.find(({ type }) => type === 'pods');
      return (pods?.resources.length ?? 0) >= 4;
    });
    const { expected, actual } = await settled('web');
    expect(actual).toEqual(expected);
    const filled = actual[0].resources
      .filter(({ resources }) => resources.length > 0)
      .map(({ type }) => type);
    expect(filled).toEqual(
      expect.arrayContaining([
        'configmaps',
        'cronjobs',
        'customresources',
        'daemonsets',
        'deployments',
        'horizontalpodautoscalers',
        'ingresses',
        'jobs',
        'limitranges',
        'pods',
        'replicasets',
        'resourcequotas',
        'services',
        'statefulsets',
      ]),
    );
    // What a cluster denies is said as the stock plugin says it.
    expect(actual[1].errors).toEqual(
      expect.arrayContaining([
        {
          errorType: 'UNKNOWN_ERROR',
          statusCode: 403,
          resourcePath: '/api/v1/limitranges',
        },
      ]),
    );
    for (const entity of ['named', 'nothing']) {
      const answers = await bothAnswers(entity);
      expect(answers.actual).toEqual(answers.expected);
    }
  });

  it('answers each of the routes as the stock plugin does, refusals too', async () => {
    const known = await stock.clusters();
    expect(known).toMatchObject([{ name: 'north' }, { name: 'south' }]);
    const { name, authProvider, oidcTokenProvider } = CLOSED;
    expect(await ours.clusters()).toEqual([
      ...known,
      { name, authProvider, oidcTokenProvider },
    ]);
    const [entity] = ENTITIES;
    expect(normalised(await ours.askWithEntity(entity))).toEqual(
      normalised(await stock.askWithEntity(entity)),
    );
    for (const body of [{}, { entityRef: 'component:default/missing' }]) {
      const refusal = await stock.refusal(body);
      expect(refusal).toMatch(/^400: /);
      expect(await ours.refusal(body)).toBe(refusal);
    }
  });

  it('asks no API server for what is held', async () => {
    const before = await lists();
    await ours.ask('web');
    expect(await lists()).toBe(before);
    await stock.ask('web');
    expect(await lists()).toBe(before + 3);
  });

  it('gives the metrics of pods as the stock plugin does, without listing pods for them', async () => {
    await until('metrics of pods', async () => {
      const { items } = await stock.ask('web');
      return items.some(({ podMetrics }) =>
        podMetrics.some(({ cpu }) => Number(cpu.currentUsage) > 0),
      );
    });
    const { expected, actual } = await settled('web');
    expect(actual[0].podMetrics.length).toBeGreaterThan(3);
    expect(actual[0].podMetrics).toEqual(expected[0].podMetrics);
    // The API server's own metrics count no requests that it passes on to the metrics API, but those beside them.
    const before = await lists(['pods']);
    await Promise.all(Array.from({ length: 20 }, () => ours.ask('web')));
    expect((await lists(['pods'])) - before).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 5 }, () => stock.ask('web')));
    expect((await lists(['pods'])) - before).toBeGreaterThanOrEqual(10);
  });

  it('says of a cluster without a credential that, and shows the others', async () => {
    const { items } = await ours.ask('web');
    expect(items.find(({ cluster }) => cluster.name === CLOSED.name)).toEqual({
      cluster: { name: CLOSED.name },
      podMetrics: [],
      resources: [],
      errors: [
        {
          errorType: 'FETCH_ERROR',
          message: expect.stringContaining('okta'),
        },
      ],
    });
    expect(items).toHaveLength(3);
  });

  it('gives the same again once churn has settled', async () => {
    for (const replicas of [5, 1, 3]) {
      await patch(deploymentPath('web'), { spec: { replicas } });
      await delay(300);
    }
    await patch('/api/v1/namespaces/default/services/web', {
      metadata: { annotations: { touched: 'yes' } },
    });
    await north.request('DELETE', '/api/v1/namespaces/default/configmaps/web');
    const { expected, actual } = await settled('web');
    expect(actual).toEqual(expected);
    const types = actual[0].resources.filter(
      ({ type, resources }) => type === 'configmaps' && resources.length > 0,
    );
    expect(types).toEqual([]);
  });

  it('answers in bounded time, with the other cluster, when an API server is frozen or gone', async () => {
    north.freezeApiServer();
    try {
      await until('the fleet to notice', () => isNotLive('north'));
      const began = Date.now();
      const frozen = await ours.ask('web');
      expect(Date.now() - began).toBeLessThan(30_000);
      expect(frozen.items).toMatchObject([
        {
          cluster: { name: 'north' },
          resources: [],
          errors: [
            {
              errorType: 'FETCH_ERROR',
              message: 'north did not answer within 3 s.',
            },
          ],
        },
        {
          cluster: { name: 'south' },
          // The stock plugin says so of every custom resource that a cluster does not have.
          errors: [{ statusCode: 403 }, { statusCode: 404 }],
        },
        { cluster: { name: CLOSED.name } },
      ]);
    } finally {
      north.thawApiServer();
    }
    await until('north to be held again', () => isHeld('north'));
    await settled('web');

    await north.stopApiServer();
    await until('the fleet to notice', () => isNotLive('north'));
    const { expected, actual } = await bothAnswers('web');
    expect(actual[0].errors).toMatchObject([{ errorType: 'FETCH_ERROR' }]);
    expect(expected[0].errors).toMatchObject([{ errorType: 'FETCH_ERROR' }]);
    expect(actual[0].resources).toEqual(expected[0].resources);
    expect(actual[1]).toEqual(expected[1]);
    await north.startApiServer();
    await until('north to be held again', () => isHeld('north'));
    const again = await settled('web');
    expect(again.actual).toEqual(again.expected);
  });

  async function patch(path: string, body: object): Promise<void> {
    const { status } = await north.request('PATCH', path, body, {
      contentType: 'application/merge-patch+json',
    });
    expect(status).toBe(200);
  }

  /** LISTs so far of some kinds; by default of three that next to nobody else lists. */
  async function lists(
    plurals = ['limitranges', 'resourcequotas', 'cronjobs'],
  ): Promise<number> {
    const { body } = await north.request<string>('GET', '/metrics');
    return body
      .split('\n')
      .filter(
        line =>
          line.startsWith('apiserver_request_total{') &&
          line.includes('verb="LIST"') &&
          plurals.some(plural => line.includes(`resource="${plural}"`)),
      )
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** What both say once nothing of the app changes any more and both know of it, or in the end. */
  async function settled(entity: string) {
    const end = Date.now() + 120_000;
    let last = '';
    for (;;) {
      const answers = await bothAnswers(entity);
      const text = JSON.stringify(answers.expected);
      const still = text === last && text === JSON.stringify(answers.actual);
      if (still || Date.now() > end) {
        return answers;
      }
      last = text;
      await delay(400);
    }
  }
});
