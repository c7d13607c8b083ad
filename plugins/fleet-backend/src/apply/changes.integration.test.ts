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

import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  coreServices,
  createServiceFactory,
  resolvePackagePath,
  type BackstageCredentials,
  type PermissionsService,
  type UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  kubernetesTakeOverPermission,
  type ApplyResult,
  type ClusterResult,
  type KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import {
  DefaultFleetService,
  fleetServiceRef,
} from '@slipway/backstage-plugin-fleet-node';
import { Sandbox, type Cluster } from '@slipway/sandbox';
import request from 'supertest';
import { parseAllDocuments, stringify } from 'yaml';
import { fleetPlugin } from '../plugin';

jest.setTimeout(300_000);

const TEAM = 'group:default/team-feed';
/** Lin is of the team that owns the namespace; Wei is of the platform, and the clusters know nothing of him. */
const LIN = 'user:default/lin';
const WEI = 'user:default/wei';
const BOTH = { names: ['north', 'south'] };
const NORTH = { names: ['north'] };

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: (): UserInfoService => ({
    getUserInfo: async ({ principal }: BackstageCredentials) => {
      const { userEntityRef } = principal as { userEntityRef: string };
      const groups =
        userEntityRef === LIN ? [TEAM] : ['group:default/platform'];
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...groups],
      };
    },
  }),
});

/** Everybody may change everything but what belongs to others. */
const decide = async (requests: Array<{ permission: { name: string } }>) =>
  requests.map(({ permission }) => ({
    result:
      permission.name === kubernetesTakeOverPermission.name
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
  }));
const permissions = mockServices.permissions.mock({
  authorize: decide as PermissionsService['authorize'],
  authorizeConditional: decide as PermissionsService['authorizeConditional'],
});

function configMap(name: string, text = 'a'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { text },
  };
}

function deployment(name: string, replicas: number): KubernetesObject {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name,
              image: 'registry.slipway.test/hello:v1.0.0',
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
              resources: { requests: { cpu: '100m', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  };
}

const outcomes = ({ clusters }: ApplyResult) =>
  clusters.map(({ cluster, outcome }) => `${cluster} ${outcome}`);
const objectsOf = ({ objects }: ClusterResult) =>
  objects.map(({ kind, name, outcome }) => `${kind} ${name} ${outcome}`);

describe('changes to real clusters', () => {
  let sandbox: Sandbox;
  let north: Cluster;
  let south: Cluster;
  let fleet: DefaultFleetService;
  let server: Server;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const pools = [
      { name: 'cpu', count: 1, cpu: '8', memory: '16Gi', zone: 'a' },
    ];
    sandbox = await Sandbox.create({
      clusters: [
        { name: 'north', location: 'beijing', group: 'online', pools },
        { name: 'south', location: 'shanghai', group: 'online' },
      ],
    });
    await sandbox.up();
    north = sandbox.cluster('north');
    south = sandbox.cluster('south');
    await allowImpersonation();
    await startBackend();
  });

  afterAll(async () => {
    south?.thawApiServer();
    await stop?.();
    await fleet?.close();
    await sandbox?.down();
  });

  async function allowImpersonation() {
    const path = resolvePackagePath(
      '@slipway/backstage-plugin-fleet-node',
      join('manifests', 'slipway-impersonate.yaml'),
    );
    for (const document of parseAllDocuments(readFileSync(path, 'utf8'))) {
      const object = document.toJS() as KubernetesObject;
      const plural = `${object.kind.toLowerCase()}s`;
      const { status } = await south.request(
        'POST',
        `/apis/rbac.authorization.k8s.io/v1/${plural}`,
        object,
      );
      expect(status).toBe(201);
    }
  }

  async function startBackend() {
    const data = JSON.parse(JSON.stringify(sandbox.appConfig()));
    data.slipway.fleet.watch = { requestTimeoutSeconds: 2 };
    data.slipway.kubernetes = {
      apply: { enabled: true, impersonate: ['south'] },
    };
    fleet = await DefaultFleetService.create({
      config: new ConfigReader(data),
      logger: mockServices.logger.mock(),
    });
    const backend = await startTestBackend({
      features: [
        fleetPlugin,
        userInfo,
        permissions.factory,
        createServiceFactory({
          service: fleetServiceRef,
          deps: {},
          factory: () => fleet,
        }),
        catalogServiceMock.factory({
          entities: ['team-feed', 'platform'].map(name => ({
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Group',
            metadata: { name, namespace: 'default' },
            spec: { type: 'team', children: [] },
          })),
        }),
        mockServices.rootConfig.factory({ data }),
      ],
    });
    server = backend.server as unknown as Server;
    stop = () => backend.stop();
    await fleet.whenReady(60_000);
    await until('both clusters to be live', async () =>
      fleet.listClusters().every(({ freshness }) => freshness.state === 'live'),
    );
  }

  async function until(what: string, check: () => Promise<boolean>) {
    const end = Date.now() + 60_000;
    while (!(await check())) {
      if (Date.now() > end) {
        throw new Error(`Waited in vain for ${what}`);
      }
      await delay(50);
    }
  }

  async function post(path: string, body: object, user = LIN) {
    return request(server)
      .post(`/api/fleet/v1/${path}`)
      .set('Authorization', mockCredentials.user.header(user))
      .send({ clusters: BOTH, ...body });
  }

  const inFeed = (body: object, user = LIN) =>
    post('apply', { namespace: 'feed', ...body }, user);

  async function read(cluster: Cluster, path: string): Promise<any> {
    return (await cluster.request<any>('GET', path)).body;
  }

  const namesIn = async (cluster: Cluster, plural = 'configmaps') =>
    (await read(cluster, `/api/v1/namespaces/feed/${plural}`)).items
      .map(({ metadata }: KubernetesObject) => metadata.name)
      .filter((name: string) => name !== 'kube-root-ca.crt');

  it('says of a namespace that is not there what could not be checked, and writes nothing into it', async () => {
    const asked = {
      clusters: { names: ['north'] },
      manifests: [configMap('early')],
    };
    const dry = await inFeed({ ...asked, dryRun: true });
    expect(outcomes(dry.body)).toEqual(['north applied']);
    expect(dry.body.clusters[0].objects[0]).toMatchObject({
      outcome: 'created',
      message:
        'The namespace feed is not in north yet, so north could not check this.',
    });

    for (const path of ['apply', 'plan']) {
      const refused = await post(path, { namespace: 'feed', ...asked });
      expect(outcomes(refused.body)).toEqual(['north failed']);
      expect(refused.body.clusters[0].objects[0].message).toBe(
        'north refuses ConfigMap early: namespaces "feed" not found',
      );
    }
  });

  it('makes a namespace in bounds, for its owner alone', async () => {
    const asked = {
      name: 'feed',
      owner: TEAM,
      labels: { tier: 'a' },
      quota: { 'requests.cpu': '2', pods: '50' },
      limits: { defaultRequest: { cpu: '100m' }, default: { memory: '64Mi' } },
    };
    const plan = await post('namespaces', { ...asked, dryRun: true });
    expect(outcomes(plan.body)).toEqual(['north applied', 'south applied']);
    expect((await north.request('GET', '/api/v1/namespaces/feed')).status).toBe(
      404,
    );

    const { body } = await post('namespaces', asked);
    expect(body.clusters.map(objectsOf)[0]).toEqual([
      'Namespace feed created',
      'ResourceQuota slipway created',
      'LimitRange slipway created',
      'NetworkPolicy default-deny created',
      'NetworkPolicy allow-dns created',
      'RoleBinding slipway-edit created',
    ]);
    expect(
      (await read(north, '/api/v1/namespaces/feed')).metadata,
    ).toMatchObject({
      labels: {
        tier: 'a',
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
      annotations: {
        'slipway.dev/owner': TEAM,
        'slipway.dev/initiator': LIN,
      },
    });
    const denied = await read(
      north,
      '/apis/networking.k8s.io/v1/namespaces/feed/networkpolicies/default-deny',
    );
    expect(denied.spec.policyTypes).toEqual(['Ingress', 'Egress']);
    await until('the quota to count', async () => {
      const { status } = await read(
        north,
        '/api/v1/namespaces/feed/resourcequotas/slipway',
      );
      return status?.hard?.pods === '50';
    });
    const { spec } = (deployment('greedy', 1).spec as any).template;
    spec.containers[0].resources.requests.cpu = '3';
    const pod = await north.request<any>(
      'POST',
      '/api/v1/namespaces/feed/pods',
      { metadata: { name: 'greedy' }, spec },
    );
    expect([pod.status, pod.body.message]).toEqual([
      403,
      expect.stringContaining('exceeded quota'),
    ]);

    const again = await post('namespaces', asked);
    expect(
      again.body.clusters.flatMap(({ objects }: ClusterResult) =>
        objects.map(({ outcome }) => outcome),
      ),
    ).toEqual(Array(12).fill('unchanged'));
    const others = { ...asked, owner: 'group:default/platform' };
    const refused = await post('namespaces', others, WEI);
    expect(refused.body.clusters[0]).toMatchObject({
      outcome: 'failed',
      message: `The namespace feed is in north already and belongs to ${TEAM}. Choose another name.`,
    });
    const kept = await post('namespaces', { ...others, existing: 'keep' }, WEI);
    expect(kept.body.clusters.map(objectsOf)).toEqual([
      ['Namespace feed unchanged'],
      ['Namespace feed unchanged'],
    ]);

    const list = async (cluster: string, user: string) => {
      const query = { clusters: [cluster] };
      const answer = await post('namespaces/query', query, user);
      return answer.body.items[0].namespaces;
    };
    const feed = { name: 'feed', owner: TEAM, owned: true, writable: true };
    expect(await list('north', LIN)).toContainEqual(feed);
    // RBAC of south lets neither list namespaces: who owns one knows of it.
    expect(await list('south', LIN)).toEqual([feed]);
    expect(await list('south', WEI)).toEqual([]);
  });

  it('acts as the person where it is told so, and as itself in their name elsewhere', async () => {
    const { body } = await inFeed({ manifests: [configMap('settings')] });
    expect(
      body.clusters.map(({ outcome, actedAs, undo }: ClusterResult) => [
        outcome,
        actedAs,
        undo,
      ]),
    ).toEqual([
      [
        'applied',
        'service-account',
        ['Delete ConfigMap feed/settings in north.'],
      ],
      ['applied', 'user', ['Delete ConfigMap feed/settings in south.']],
    ]);
    for (const cluster of [north, south]) {
      const { metadata } = await read(
        cluster,
        '/api/v1/namespaces/feed/configmaps/settings',
      );
      expect(metadata.annotations).toEqual({ 'slipway.dev/initiator': LIN });
    }

    // The policy lets Wei, RBAC of south does not: nothing is done in north either.
    const refused = await inFeed({ manifests: [configMap('weis')] }, WEI);
    expect(refused.body.clusters).toMatchObject([
      {
        outcome: 'not-tried',
        message: 'Nothing was changed in north, since south refuses.',
      },
      {
        outcome: 'failed',
        message: expect.stringContaining(`User "user:default/wei" cannot get`),
      },
    ]);
    expect(await namesIn(north)).toEqual(['settings']);
  });

  it('keeps whose an object is, also when it is applied again without saying so', async () => {
    const manifests = [configMap('settings')];
    for (const owner of [TEAM, undefined]) {
      await inFeed({ manifests, owner, clusters: NORTH });
      const { metadata } = await read(
        north,
        '/api/v1/namespaces/feed/configmaps/settings',
      );
      expect(metadata.annotations['slipway.dev/owner']).toBe(TEAM);
    }
  });

  it('changes and deletes nothing that belongs to others', async () => {
    for (const [path, what] of [
      ['apply', { manifests: [configMap('settings', 'b')] }],
      ['delete', { manifests: [configMap('settings')] }],
    ] as const) {
      const refused = await post(
        path,
        { clusters: NORTH, namespace: 'feed', ...what },
        WEI,
      );
      expect([refused.status, refused.body.error.message]).toEqual([
        403,
        `ConfigMap feed/settings in north belongs to ${TEAM}. To change or delete what belongs to others you need the permission slipway.kubernetes.take-over.`,
      ]);
    }
  });

  it('tells who owns a field, and takes it over when forced', async () => {
    const asked = { clusters: NORTH, manifests: [deployment('web', 2)] };
    await inFeed(asked);
    await north.request(
      'PATCH',
      '/apis/apps/v1/namespaces/feed/deployments/web?fieldManager=kubectl-lin&force=true',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: { replicas: 3 },
      },
      { contentType: 'application/apply-patch+yaml' },
    );
    const { body } = await inFeed(asked);
    expect(body.clusters[0]).toMatchObject({
      outcome: 'failed',
      objects: [
        {
          outcome: 'conflict',
          conflicts: [{ path: 'spec.replicas', manager: 'kubectl-lin' }],
          message: expect.stringContaining('kubectl-lin owns spec.replicas'),
        },
      ],
    });
    const forced = await inFeed({ ...asked, force: true });
    expect(forced.body.clusters[0]).toMatchObject({
      outcome: 'applied',
      objects: [{ changes: [{ path: 'spec.replicas', from: 3, to: 2 }] }],
      undo: ['In Deployment feed/web in north set spec.replicas back to 3.'],
    });
  });

  it('waits for what is to come, and no longer than it is told', async () => {
    const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    const wait = (body: object, user = LIN) =>
      post(
        'wait',
        { clusters: NORTH, namespace: 'feed', objects: [web], ...body },
        user,
      );
    let state = '';
    await until('the app to be ready', async () => {
      state = (await wait({ timeoutSeconds: 10 })).body.state;
      return state !== 'waiting';
    });
    expect(state).toBe('done');
    expect((await wait({ condition: { type: 'Available' } })).body.state).toBe(
      'done',
    );
    const condition = { type: 'Promoted' };
    expect((await wait({ condition, timeoutSeconds: 1 })).body).toMatchObject({
      state: 'waiting',
      clusters: [
        { objects: [{ message: 'It has no condition Promoted yet.' }] },
      ],
    });

    const removal = { clusters: NORTH, objects: [web], namespace: 'feed' };
    const planned = await post('delete', { ...removal, dryRun: true });
    expect(objectsOf(planned.body.clusters[0])).toEqual([
      'Deployment web deleted',
    ]);
    expect((await wait({ timeoutSeconds: 0 })).body.state).toBe('done');
    expect(objectsOf((await post('delete', removal)).body.clusters[0])).toEqual(
      ['Deployment web deleted'],
    );
    await until('the app to be gone', async () => {
      const { body } = await wait({ until: 'deleted', timeoutSeconds: 5 });
      return body.state === 'done';
    });
    const twice = await post('delete', removal);
    expect(twice.body.clusters[0]).toMatchObject({
      outcome: 'deleted',
      objects: [{ outcome: 'gone' }],
      undo: [],
    });
  });

  it.each<[string, () => object, number, string]>([
    [
      '10 MB',
      () => ({ yaml: stringify(configMap('big', 'x'.repeat(10_000_000))) }),
      400,
      'larger than 2 MB',
    ],
    [
      '5,000 documents',
      () => ({ yaml: '---\na: 1\n'.repeat(5_000) }),
      400,
      'At most 200 objects can be changed at once, not 5000.',
    ],
    [
      'a list of 5,000',
      () => ({
        manifests: [
          {
            apiVersion: 'v1',
            kind: 'List',
            items: Array.from({ length: 5_000 }, (_, n) => configMap(`c${n}`)),
          },
        ],
      }),
      400,
      'At most 200 objects',
    ],
    [
      'a bomb of aliases',
      () => ({
        yaml: [
          'a: &a [x,x,x,x,x,x,x,x,x]',
          ...[...'bcdefgh'].map(
            (key, index) =>
              `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`)}]`,
          ),
        ].join('\n'),
      }),
      400,
      'is not YAML that Slipway reads',
    ],
    [
      'nested a thousand deep',
      () => ({ yaml: `a: ${'['.repeat(1_000)}${']'.repeat(1_000)}` }),
      400,
      'nested deeper',
    ],
    [
      'a key twice',
      () => ({ yaml: 'kind: A\nkind: B\n' }),
      400,
      'Map keys must be unique',
    ],
    [
      '__proto__',
      () => ({
        yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: p }\n__proto__: { polluted: a }\n',
      }),
      400,
      'a field is called __proto__',
    ],
    [
      'a name that leaves its path',
      () => ({ manifests: [configMap('a'), configMap('../../secrets/a')] }),
      400,
      'the name must be',
    ],
    [
      'a namespace that leaves its path',
      () => ({ manifests: [configMap('a')], namespace: '../kube-system' }),
      400,
      'is not a name of a namespace',
    ],
    [
      'generateName',
      () => ({
        manifests: [
          configMap('a'),
          { ...configMap('b'), metadata: { generateName: 'b-' } },
        ],
      }),
      400,
      'metadata.generateName may not be set',
    ],
    [
      'another namespace',
      () => ({
        manifests: [
          configMap('a'),
          {
            ...configMap('b'),
            metadata: { name: 'b', namespace: 'kube-system' },
          },
        ],
      }),
      400,
      'it names the namespace kube-system, and the request feed',
    ],
    [
      'a kind that is not allowed',
      () => ({
        manifests: [configMap('a'), { ...configMap('b'), kind: 'Secret' }],
      }),
      400,
      'Secret of v1 may not be changed',
    ],
    [
      'a privileged pod in a List in a List',
      () => ({
        yaml: `
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: List
    items:
      - apiVersion: batch/v1
        kind: CronJob
        metadata: { name: evil }
        spec: { jobTemplate: { spec: { template: { spec: { hostPID: true, containers: [] } } } } }`,
      }),
      400,
      'hostPID would let',
    ],
  ])(
    'leaves nothing of hostile manifests: %s',
    async (_, make, status, message) => {
      const refused = await inFeed(make());
      expect([refused.status, refused.body.error.message]).toEqual([
        status,
        expect.stringContaining(message),
      ]);
      expect({}).not.toHaveProperty('polluted');
      expect(await namesIn(north)).toEqual(['settings']);
    },
  );

  it.each<[string, KubernetesObject, string]>([
    [
      'a kind that the cluster does not have',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: { name: 'r' },
      },
      'does not have the API argoproj.io/v1alpha1',
    ],
    [
      'a version that it does not have',
      { ...deployment('old', 1), apiVersion: 'apps/v1beta1' },
      'does not have the API apps/v1beta1',
    ],
    [
      'a field that the kind does not have',
      { ...deployment('typo', 1), spec: { replica: 1 } },
      'spec.replica',
    ],
    [
      'a wrong type',
      { ...configMap('wrong'), data: 'text' },
      'refuses ConfigMap wrong',
    ],
  ])(
    'leaves nothing where the clusters refuse %s',
    async (_, manifest, message) => {
      const { body } = await inFeed({
        manifests: [configMap('first'), manifest],
      });
      expect(body.clusters[0]).toMatchObject({
        outcome: 'failed',
        message: expect.stringContaining(message),
        objects: [{ outcome: 'not-tried' }, { outcome: 'failed' }],
      });
      expect(await namesIn(north)).toEqual(['settings']);
      expect(await namesIn(south)).toEqual(['settings']);
    },
  );

  it('does its work in one cluster while another dies in the middle, and says what is left', async () => {
    const manifests = Array.from({ length: 150 }, (_, n) =>
      configMap(`many-${n}`),
    );
    const applying = inFeed({ manifests }).then(response => response.body);
    await until('the first object in south', async () =>
      (await namesIn(south)).includes('many-0'),
    );
    south.freezeApiServer();
    const { clusters } = (await applying) as ApplyResult;
    const [one, other] = clusters;
    expect([one.outcome, other.outcome]).toEqual(['applied', 'failed']);
    expect(one.undo).toHaveLength(manifests.length);
    const done = other.objects.filter(({ outcome }) => outcome === 'created');
    expect(done.length).toBeGreaterThan(0);
    expect(other.objects.at(-1)?.outcome).toBe('not-tried');
    expect(other.undo).toHaveLength(done.length);
    expect(other.message).toContain('south');

    south.thawApiServer();
    await until(
      'south to be live again',
      async () => fleet.getCluster('south').freshness.state === 'live',
    );
    const { body } = await inFeed({ manifests });
    expect(outcomes(body)).toEqual(['north applied', 'south applied']);
    expect((await namesIn(south)).length).toBe(manifests.length + 1);
  });
});
