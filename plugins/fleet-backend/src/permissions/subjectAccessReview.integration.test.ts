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

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
  type UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ConfigReader } from '@backstage/config';
import {
  DefaultFleetService,
  fleetServiceRef,
} from '@slipway/backstage-plugin-fleet-node';
import { Sandbox, type Cluster } from '@slipway/sandbox';
import request from 'supertest';
import { UpdateReader } from '../__testUtils__/UpdateReader';
import { fleetPlugin } from '../plugin';

jest.setTimeout(300_000);

const CACHE_SECONDS = 2;
/** A right is gone this long after it was taken away; the rest of the time is the machine's. */
const TIMEOUT_MS = 30_000;

const WEB = 'component:default/web';
const PAY = 'component:default/pay';
/** Names that no answer holds by chance. */
const SHOP = 'ns-shop-7';
const BANK = 'ns-bank-9';

/** Who asks: somebody without rights, with those of a group in one namespace, and with all over the cluster. */
const VIEWERS = {
  nobody: 'user:default/nobody',
  shopper: 'user:default/shopper',
  wide: 'user:default/wide',
};
type ViewerName = keyof typeof VIEWERS;

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ROLE = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole' };

const DENIED = { state: 'denied', deniedTo: 'viewer' };

function entity(name: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'test', owner: 'guests' },
  };
}

function deployment(name: string, limits: Record<string, string>) {
  const labels = { 'backstage.io/kubernetes-id': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name, image: `slipway.test/${name}:1`, resources: { limits } },
          ],
        },
      },
    },
  };
}

/** Shoppers are in the group `web`. */
const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: (): UserInfoService => ({
    getUserInfo: async ({ principal }: BackstageCredentials) => {
      const { userEntityRef } = principal as { userEntityRef: string };
      return {
        userEntityRef,
        ownershipEntityRefs: [
          userEntityRef,
          ...(userEntityRef === VIEWERS.shopper ? ['group:default/web'] : []),
        ],
      };
    },
  }),
});

describe("where a cluster's own RBAC decides", () => {
  let sandbox: Sandbox;
  let guarded: Cluster;
  let fleet: DefaultFleetService;
  let server: Server;
  let baseUrl: string;
  let stop: () => Promise<void>;
  const actions = actionsRegistryServiceMock();

  beforeAll(async () => {
    sandbox = await Sandbox.create({
      clusters: [
        {
          name: 'guarded',
          location: 'beijing',
          group: 'online',
          owner: 'group:default/platform',
          pools: [
            {
              name: 'gpu',
              count: 1,
              cpu: '16',
              memory: '64Gi',
              zone: 'a',
              gpu: { product: 'NVIDIA-H20', memoryMiB: 97_871, count: 8 },
            },
          ],
        },
        { name: 'open', location: 'aliyun', group: 'burst' },
      ],
    });
    await sandbox.up();
    guarded = sandbox.cluster('guarded');
    await createApps();
    await startBackend();
    for (const entityRef of [WEB, PAY]) {
      await until(`all pods of ${entityRef} to be known`, async () => {
        const { body } = await get('app', 'wide', { entityRef });
        return body.clusters?.[0]?.status?.ready === 2;
      });
    }
  });

  afterAll(async () => {
    await stop?.();
    await fleet?.close();
    await sandbox?.down();
  });

  async function post(path: string, object: object): Promise<void> {
    const { status, body } = await guarded.request('POST', path, object);
    if (status !== 201) {
      throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    }
  }

  async function createApps() {
    for (const name of [SHOP, BANK]) {
      await post('/api/v1/namespaces', { metadata: { name } });
    }
    const deployments = (namespace: string) =>
      `/apis/apps/v1/namespaces/${namespace}/deployments`;
    await post(deployments(SHOP), deployment('web', { cpu: '1' }));
    await post(
      deployments(BANK),
      deployment('pay', { cpu: '1', 'nvidia.com/gpu': '1' }),
    );
    await post(`${RBAC}/clusterroles`, {
      metadata: { name: 'see-nodes' },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }],
    });
    for (const role of ['see-nodes', 'view']) {
      await post(`${RBAC}/clusterrolebindings`, {
        metadata: { name: `wide-${role}` },
        roleRef: { ...ROLE, name: role },
        subjects: [{ kind: 'User', name: VIEWERS.wide }],
      });
    }
    await grant(SHOP);
  }

  /** Lets the group `web` view a namespace. */
  async function grant(namespace: string) {
    await post(`${RBAC}/namespaces/${namespace}/rolebindings`, {
      metadata: { name: 'viewers' },
      roleRef: { ...ROLE, name: 'view' },
      subjects: [{ kind: 'Group', name: 'group:default/web' }],
    });
  }

  async function revoke(namespace: string) {
    await guarded.request(
      'DELETE',
      `${RBAC}/namespaces/${namespace}/rolebindings/viewers`,
    );
  }

  async function startBackend() {
    const data = JSON.parse(JSON.stringify(sandbox.appConfig()));
    data.slipway.fleet.clusters.guarded.authorization = 'subject-access-review';
    data.slipway.fleet.subjectAccessReview = {
      cacheSeconds: CACHE_SECONDS,
      trustedServices: ['plugin:trusted'],
    };
    fleet = await DefaultFleetService.create({
      config: new ConfigReader(data),
      logger: mockServices.logger.mock(),
    });
    const backend = await startTestBackend({
      features: [
        fleetPlugin,
        userInfo,
        createServiceFactory({
          service: fleetServiceRef,
          deps: {},
          factory: () => fleet,
        }),
        catalogServiceMock.factory({ entities: ['web', 'pay'].map(entity) }),
        mockServices.rootConfig.factory({ data }),
        actionsRegistryServiceMock.mock({
          register: options => actions.register(options),
        }).factory,
      ],
    });
    server = backend.server as unknown as Server;
    stop = () => backend.stop();
    const { port } = backend.server.address() as AddressInfo;
    baseUrl = `http://localhost:${port}/api/fleet`;
  }

  function get(path: string, viewer: ViewerName, query: object = {}) {
    return request(server)
      .get(`/api/fleet/v1/${path}`)
      .set('Authorization', mockCredentials.user.header(VIEWERS[viewer]))
      .query(query);
  }

  async function act(id: string, viewer: ViewerName, input: object) {
    const { output } = await actions.invoke({
      id: `test:${id}`,
      input: input as never,
      credentials: mockCredentials.user(VIEWERS[viewer]),
    });
    return output as any;
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

  const podOf = (app: string) =>
    fleet.getInstances(
      {
        kubernetesId: app,
        namespaces: [],
        clusters: [],
        description: app,
      },
      { cluster: 'guarded' },
    ).items[0];

  const here = ({ clusters }: any) =>
    clusters.find(
      ({ name, cluster }: { name?: string; cluster?: string }) =>
        (name ?? cluster) === 'guarded',
    );
  const statusOf = ({ freshness, status }: any) => ({
    state: freshness.state,
    ready: status?.ready,
  });
  const clusterOf = ({ freshness, nodes, headroom, apps, gpuNodes }: any) => ({
    state: freshness.state,
    nodes: nodes.total,
    headroom: headroom !== undefined,
    apps,
    holders: gpuNodes.flatMap((node: any) =>
      node.gpus.flatMap(({ holder }: any) => (holder ? [holder.app] : [])),
    ),
  });

  const HIDDEN = {
    state: 'denied',
    nodes: 0,
    headroom: false,
    apps: [],
    holders: [],
  };
  const SEEN = {
    state: 'live',
    nodes: 1,
    headroom: true,
    apps: [PAY, WEB],
    holders: [PAY, PAY],
  };
  const NO_STATUS = { state: 'denied', ready: undefined };
  const STATUS = { state: 'live', ready: 2 };

  /** What each viewer gets at each door. */
  const DOORS: Array<{
    door: string;
    ask: (viewer: ViewerName) => Promise<unknown>;
    answers: Record<ViewerName, unknown>;
  }> = [
    {
      door: 'the fleet',
      ask: async viewer => clusterOf(here((await get('fleet', viewer)).body)),
      answers: {
        nobody: HIDDEN,
        shopper: { ...HIDDEN, apps: [WEB] },
        wide: SEEN,
      },
    },
    {
      door: 'a cluster',
      ask: async viewer =>
        clusterOf((await get('clusters/guarded', viewer)).body),
      answers: {
        nobody: HIDDEN,
        shopper: { ...HIDDEN, apps: [WEB] },
        wide: SEEN,
      },
    },
    {
      door: 'counts by kind',
      ask: async viewer =>
        Object.fromEntries(
          (await get('clusters/guarded', viewer)).body.kinds
            .filter(({ kind }: any) =>
              ['Node', 'Pod', 'Rollout'].includes(kind),
            )
            .map(({ kind, state, objects }: any) => [
              kind,
              state === 'denied' ? state : objects,
            ]),
        ),
      answers: {
        nobody: { Node: 'denied', Pod: 'denied', Rollout: 'denied' },
        shopper: { Node: 'denied', Pod: 'denied', Rollout: 'denied' },
        // The role `view` has no rollouts, which Argo adds.
        wide: { Node: 1, Pod: 4, Rollout: 'denied' },
      },
    },
    {
      door: 'slots',
      ask: async viewer => {
        const { items } = (
          await get('slots', viewer, { cpu: 4, memory: 1, gpu: 0 })
        ).body;
        const { slots, reason = '' } = here({ clusters: items });
        return [slots > 0, /may not list nodes/.test(reason)];
      },
      answers: {
        nobody: [false, true],
        shopper: [false, true],
        wide: [true, false],
      },
    },
    ...[
      { entityRef: WEB, shopper: STATUS },
      { entityRef: PAY, shopper: NO_STATUS },
    ].map(({ entityRef, shopper }) => ({
      door: `the status of ${entityRef}`,
      ask: async (viewer: ViewerName) =>
        statusOf(here((await get('app', viewer, { entityRef })).body)),
      answers: { nobody: NO_STATUS, shopper, wide: STATUS },
    })),
    {
      door: 'the status of many apps',
      ask: async viewer => {
        const { body } = await request(server)
          .post('/api/fleet/v1/apps/query')
          .set('Authorization', mockCredentials.user.header(VIEWERS[viewer]))
          .send({ entityRefs: [WEB, PAY] });
        return body.items.map((item: any) => statusOf(here(item)).state);
      },
      answers: {
        nobody: ['denied', 'denied'],
        shopper: ['live', 'denied'],
        wide: ['live', 'live'],
      },
    },
    ...['instances', 'events'].flatMap(door =>
      [
        { entityRef: WEB, shopper: 200 },
        { entityRef: PAY, shopper: 403 },
      ].map(({ entityRef, shopper }) => ({
        door: `${door} of ${entityRef}`,
        ask: async (viewer: ViewerName) => {
          const query = { entityRef, cluster: 'guarded' };
          const { status, body } = await get(`app/${door}`, viewer, query);
          return [status, (body.items?.length ?? 0) > 0];
        },
        answers: {
          nobody: [403, false],
          shopper: [shopper, shopper === 200],
          wide: [200, true],
        },
      })),
    ),
    ...[
      { app: 'web', shopper: 503 },
      { app: 'pay', shopper: 403 },
    ].map(({ app, shopper }) => ({
      door: `logs of ${app}`,
      ask: async (viewer: ViewerName) => {
        const { namespace, name } = podOf(app);
        const { status } = await get('app/logs', viewer, {
          entityRef: `component:default/${app}`,
          cluster: 'guarded',
          namespace,
          pod: name,
        });
        return status;
      },
      // Simulated nodes have no logs: who may read them learns that.
      answers: { nobody: 403, shopper, wide: 503 },
    })),
    {
      door: 'the action list-clusters',
      ask: async viewer => {
        const found = here(await act('list-clusters', viewer, {}));
        return [found.state, found.free !== undefined, found.apps];
      },
      answers: {
        nobody: ['denied', false, []],
        shopper: ['denied', false, [WEB]],
        wide: ['live', true, [PAY, WEB]],
      },
    },
    {
      door: 'the action get-app-status',
      ask: async viewer =>
        here(await act('get-app-status', viewer, { entityRef: PAY })).ready,
      answers: { nobody: undefined, shopper: undefined, wide: 2 },
    },
    {
      door: 'the action explain-app-health',
      ask: async viewer => {
        const { explanation } = await act('explain-app-health', viewer, {
          entityRef: PAY,
        });
        return explanation.some((line: string) => /2 of 2 ready/.test(line));
      },
      answers: { nobody: false, shopper: false, wide: true },
    },
    {
      door: 'live updates',
      ask: async viewer => {
        const reader = new UpdateReader(
          baseUrl,
          { fleet: true, apps: [WEB, PAY] },
          mockCredentials.user.token(VIEWERS[viewer]),
        );
        await reader.waitFor(updates => updates.length >= 3);
        await reader.close();
        return reader.updates
          .slice(0, 3)
          .map((update: any) =>
            update.type === 'app'
              ? statusOf(here(update.status)).state
              : here(update.summary).freshness.state,
          );
      },
      answers: {
        nobody: ['denied', 'denied', 'denied'],
        shopper: ['denied', 'live', 'denied'],
        wide: ['live', 'live', 'live'],
      },
    },
  ];

  it.each(DOORS)('$door: shows what each viewer may see', async row => {
    const viewers = Object.keys(VIEWERS) as ViewerName[];
    const answers = await Promise.all(
      viewers.map(async viewer => [viewer, await row.ask(viewer)]),
    );
    expect(Object.fromEntries(answers)).toEqual(row.answers);
  });

  it('names nothing that is hidden, in any answer', async () => {
    const texts = async (viewer: ViewerName) =>
      Promise.all(
        [
          get('fleet', viewer),
          get('clusters/guarded', viewer),
          get('app', viewer, { entityRef: WEB }),
          get('app', viewer, { entityRef: PAY }),
          ...['instances', 'events'].flatMap(door =>
            [WEB, PAY].map(entityRef =>
              get(`app/${door}`, viewer, { entityRef, cluster: 'guarded' }),
            ),
          ),
        ].map(async answer => (await answer).text),
      );
    const node = podOf('web').node!;
    const all = (await texts('wide')).join();
    for (const secret of [SHOP, BANK, node, podOf('pay').name]) {
      expect(all).toContain(secret);
    }
    const forNobody = (await texts('nobody')).join();
    for (const secret of [SHOP, BANK, node, podOf('web').name]) {
      expect(forNobody).not.toContain(secret);
    }
    const forShopper = (await texts('shopper')).join();
    for (const secret of [BANK, podOf('pay').name]) {
      expect(forShopper).not.toContain(secret);
    }
  });

  it('measures the GPUs of an app only where the viewer may list its pods', async () => {
    const measured = jest.spyOn(fleet, 'getGpuSeries');
    for (const viewer of ['shopper', 'wide'] as const) {
      await get('app/gpu-series', viewer, { entityRef: PAY, range: '1h' });
    }
    expect(
      measured.mock.calls.map(([apps]) => apps.map(({ cluster }) => cluster)),
    ).toEqual([['open'], ['guarded', 'open']]);
  });

  it('says which right is missing and who can grant it', async () => {
    const { body } = await get('app', 'shopper', { entityRef: PAY });
    expect(here(body).freshness).toMatchObject({
      ...DENIED,
      reason:
        'You may not list pods in all of guarded, which knows you as user:default/shopper. group:default/platform can grant it.',
    });
    const instances = await get('app/instances', 'nobody', {
      entityRef: WEB,
      cluster: 'guarded',
    });
    expect(instances.body.error.message).toMatch(/may not list pods/);
  });

  it('lets through no service but those that the configuration names', async () => {
    const stateFor = async (subject: string) => {
      const { body } = await request(server)
        .get('/api/fleet/v1/clusters/guarded')
        .set(
          'Authorization',
          mockCredentials.service.header({
            onBehalfOf: mockCredentials.service(subject),
            targetPluginId: 'fleet',
          }),
        );
      return body.freshness.state;
    };
    expect(await stateFor('plugin:trusted')).toBe('live');
    expect(await stateFor('plugin:catalog')).toBe('denied');
  });

  it('gives whole objects to nobody who asks without a viewer', async () => {
    fleet.holdObjects();
    const pods = { group: '', apiVersion: 'v1', plural: 'pods' };
    await until('whole objects', async () =>
      Boolean(fleet.getObjects('open', pods)),
    );
    expect(fleet.getObjects('guarded', pods)).toBe(undefined);
  });

  it('asks little: many views of one viewer cost the reviews of one', async () => {
    const counts = () => fleet.getRequestCounts().made;
    await get('fleet', 'shopper');
    const before = counts();
    const views = Array.from({ length: 20 }, () => get('fleet', 'shopper'));
    await Promise.all(views.map(async view => (await view).status));
    // Kinds, nodes and two namespaces; each once, or twice where answers grew old meanwhile.
    expect(counts() - before).toBeLessThan(60);
  });

  it('follows rights that come and go, on an open page too', async () => {
    const reader = new UpdateReader(
      baseUrl,
      { apps: [WEB, PAY] },
      mockCredentials.user.token(VIEWERS.shopper),
    );
    const latest = (entityRef: string) =>
      reader.updates.findLast(
        update =>
          update.type === 'app' && update.status.entityRef === entityRef,
      ) as any;
    const shows = (entityRef: string, state: string) =>
      reader.waitFor(
        () =>
          latest(entityRef) &&
          statusOf(here(latest(entityRef).status)).state === state,
        TIMEOUT_MS,
      );
    await shows(WEB, 'live');
    await shows(PAY, 'denied');
    await revoke(SHOP);
    await shows(WEB, 'denied');
    await grant(BANK);
    await shows(PAY, 'live');
    await grant(SHOP);
    await shows(WEB, 'live');
    await revoke(BANK);
    await shows(PAY, 'denied');
    await reader.close();
    // What was hidden stayed hidden until its right came.
    const states = reader.updates.flatMap((update: any) =>
      update.type === 'app' && update.status.entityRef === PAY
        ? [statusOf(here(update.status)).state]
        : [],
    );
    expect(states).toEqual(['denied', 'live', 'denied']);
  });

  it('denies with a reason what it cannot ask about, and shows other clusters all the same', async () => {
    await guarded.request(
      'DELETE',
      `${RBAC}/clusterrolebindings/slipway-review`,
    );
    await until('reviews to be refused', async () => {
      const { body } = await get('fleet', 'wide');
      const [one, other] = body.clusters;
      return (
        one.freshness.state === 'denied' && other.freshness.state === 'live'
      );
    });
    const { body } = await get('app', 'wide', { entityRef: WEB });
    expect(here(body).freshness.reason).toBe(
      'guarded refuses Slipway (HTTP 403, ask what a user may see), so Slipway cannot tell what you may see there.',
    );
  });
});
