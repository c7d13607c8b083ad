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
import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
  type UserInfoService,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  kubernetesApplyPermission,
  kubernetesDeletePermission,
  kubernetesNamespaceCreatePermission,
  kubernetesTakeOverPermission,
  type KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import request from 'supertest';
import { ALLOW, DENY, startFleet } from '../__testUtils__/startFleet';
import {
  createKubernetesObjectConditionalDecision,
  kubernetesObjectConditions as rules,
} from './conditions';

jest.setTimeout(60_000);

const GROUPS: Record<string, string[]> = {
  'user:default/dev': ['group:default/team-feed'],
  'user:default/other': ['group:default/team-pay'],
  'user:default/admin': [],
  'user:default/outsider': [],
};

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: (): UserInfoService => ({
    getUserInfo: async ({ principal }: BackstageCredentials) => {
      const { userEntityRef } = principal as { userEntityRef: string };
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...GROUPS[userEntityRef]],
      };
    },
  }),
});

/**
 * Developers apply apps and settings to their own namespaces of online clusters, and delete what is in `feed*` of
 * Beijing; admins do all; others nothing.
 */
function policy(permission: Permission, user: string): PolicyDecision {
  const claims = [user, ...GROUPS[user]];
  if (
    user === 'user:default/admin' ||
    permission.name.startsWith('fleet.') ||
    permission.name.startsWith('slipway.catalog')
  ) {
    return ALLOW;
  }
  if (user === 'user:default/outsider') {
    return DENY;
  }
  switch (permission.name) {
    case kubernetesApplyPermission.name:
      return createKubernetesObjectConditionalDecision(
        kubernetesApplyPermission,
        {
          allOf: [
            rules.isInClusterGroup({ group: 'online' }),
            rules.isInOwnNamespace({ claims }),
            rules.isOfKind({ kinds: ['apps/*', '/ConfigMap'] }),
          ],
        },
      );
    case kubernetesDeletePermission.name:
      return createKubernetesObjectConditionalDecision(
        kubernetesDeletePermission,
        {
          allOf: [
            rules.isInLocation({ location: 'beijing' }),
            rules.isInNamespace({ names: ['feed*'] }),
            { not: rules.isInClusterWithLabel({ key: 'frozen' }) },
          ],
        },
      );
    case kubernetesTakeOverPermission.name:
      return createKubernetesObjectConditionalDecision(
        kubernetesTakeOverPermission,
        rules.isOwned({ claims: ['user:default/gone'] }),
      );
    case kubernetesNamespaceCreatePermission.name:
      return createKubernetesObjectConditionalDecision(
        kubernetesNamespaceCreatePermission,
        {
          anyOf: [
            rules.isInOwnNamespace({ claims }),
            rules.isInCluster({ names: ['aliyun'] }),
          ],
        },
      );
    default:
      return DENY;
  }
}

const namespace = (name: string, owner: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, annotations: { 'slipway.dev/owner': owner } },
});

/** One backend for all tests: starting it takes longer than all that they ask. */
let backend: ReturnType<typeof startFleet> | undefined;

async function start() {
  backend ??= startFleet({ features: [userInfo], policy });
  const { fleet, server } = await backend;
  for (const name of ['beijing', 'shanghai', 'aliyun']) {
    fleet.objects.set(name, [
      namespace('feed', 'group:default/team-feed'),
      namespace('pay', 'group:default/team-pay'),
    ]);
  }
  fleet.service.apply.mockClear();
  const post = (path: string, user: string, body: object) =>
    request(server as unknown as Server)
      .post(`/api/fleet/v1/${path}`)
      .set('Authorization', mockCredentials.user.header(user))
      .send(body);
  return { fleet, post };
}

const KINDS: KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'x' },
  },
];

describe('who may change what', () => {
  it.each<[string, (combination: string) => boolean]>([
    ['admin', () => true],
    ['outsider', () => false],
    [
      'dev',
      combination =>
        [
          'apply beijing feed ConfigMap',
          'apply shanghai feed ConfigMap',
          'delete beijing feed ConfigMap',
          'delete beijing feed Ingress',
        ].includes(combination),
    ],
    [
      'other',
      combination =>
        [
          'apply beijing pay ConfigMap',
          'apply shanghai pay ConfigMap',
          'delete beijing feed ConfigMap',
          'delete beijing feed Ingress',
        ].includes(combination),
    ],
  ])('matrix of verb, cluster, namespace and kind: %s', async (user, may) => {
    const { fleet, post } = await start();
    const answers: Record<string, boolean> = {};
    const expected: Record<string, boolean> = {};
    for (const verb of ['apply', 'delete']) {
      for (const cluster of ['beijing', 'shanghai', 'aliyun']) {
        for (const name of ['feed', 'pay']) {
          for (const manifest of KINDS) {
            const combination = `${verb} ${cluster} ${name} ${manifest.kind}`;
            fleet.service.apply.mockClear();
            fleet.service.deleteObjects.mockClear();
            const { status } = await post(verb, `user:default/${user}`, {
              clusters: { names: [cluster] },
              namespace: name,
              manifests: [manifest],
            });
            const asked =
              fleet.service.apply.mock.calls.length +
              fleet.service.deleteObjects.mock.calls.length;
            // A refusal comes before the cluster is asked for so much as a plan.
            answers[combination] = status === 200 && asked === 2;
            expected[combination] = may(combination);
          }
        }
      }
    }
    expect(answers).toEqual(expected);
  });

  it('one object that may not be changed keeps all back, in all clusters', async () => {
    const { fleet, post } = await start();
    const { status, body } = await post('apply', 'user:default/dev', {
      clusters: { names: ['beijing', 'shanghai'] },
      namespace: 'feed',
      manifests: KINDS,
    });
    expect([status, body.error.message]).toEqual([
      403,
      'You may not apply Ingress feed/x in beijing. The permission is slipway.kubernetes.apply.',
    ]);
    expect(fleet.service.apply).not.toHaveBeenCalled();
  });

  it('clusters by location and group are those where something may be changed', async () => {
    const { post } = await start();
    const { body } = await post('apply', 'user:default/dev', {
      clusters: { group: 'online' },
      namespace: 'feed',
      manifests: [KINDS[0]],
    });
    expect(
      body.clusters.map(({ cluster }: { cluster: string }) => cluster),
    ).toEqual(['beijing', 'shanghai']);
    const refused = await post('apply', 'user:default/dev', {
      clusters: { location: 'aliyun' },
      namespace: 'feed',
      manifests: [KINDS[0]],
    });
    expect(refused.status).toBe(400);
  });

  it.each<[string, Partial<KubernetesObject['metadata']>, string, boolean]>([
    ['nobody, in an own namespace', {}, 'dev', true],
    [
      'whom its annotation names',
      { annotations: { 'slipway.dev/owner': 'group:default/team-pay' } },
      'dev',
      false,
    ],
    [
      'oneself, by its annotation, in the namespace of others',
      { annotations: { 'slipway.dev/owner': 'group:default/team-pay' } },
      'other',
      true,
    ],
    [
      'the owner of the app that its label names, in a namespace of nobody',
      {
        namespace: 'feed-shared',
        labels: { 'backstage.io/kubernetes-id': 'feed' },
      },
      'other',
      false,
    ],
    [
      "one's own app, in a namespace of nobody",
      {
        namespace: 'feed-shared',
        labels: { 'backstage.io/kubernetes-id': 'feed' },
      },
      'dev',
      true,
    ],
    [
      'who applied it last, where nobody else says more',
      {
        namespace: 'feed-shared',
        annotations: { 'slipway.dev/initiator': 'user:default/dev' },
      },
      'other',
      false,
    ],
    ['the owner of its namespace', {}, 'other', false],
    [
      'somebody whose things may be taken over',
      { annotations: { 'slipway.dev/owner': 'user:default/gone' } },
      'other',
      true,
    ],
    [
      'others, which admins may take over',
      { annotations: { 'slipway.dev/owner': 'group:default/team-pay' } },
      'admin',
      true,
    ],
  ])('an object that belongs to %s', async (_, metadata, user, mayDelete) => {
    const { fleet, post } = await start();
    const object = {
      ...KINDS[0],
      metadata: { name: 'x', namespace: 'feed', uid: 'u-1', ...metadata },
    };
    fleet.objects.get('beijing')!.push(object);
    const { status, body } = await post('delete', `user:default/${user}`, {
      clusters: { names: ['beijing'] },
      objects: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: object.metadata.namespace,
          name: 'x',
        },
      ],
    });
    expect(status).toBe(mayDelete ? 200 : 403);
    expect(String(body.error?.message)).toMatch(
      mayDelete ? /^undefined$/ : /slipway\.kubernetes\.take-over/,
    );
  });

  it.each(['metadata', 'template'])(
    'nobody puts objects into the app of others by a label of the %s',
    async where => {
      const { post } = await start();
      const labels = { 'backstage.io/kubernetes-id': 'feed' };
      const { status, body } = await post('apply', 'user:default/other', {
        clusters: { names: ['beijing'] },
        namespace: 'pay',
        manifests: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name: 'x', ...(where === 'metadata' && { labels }) },
            spec: { template: { metadata: { labels } } },
          },
        ],
      });
      expect([status, body.error.message]).toEqual([
        403,
        expect.stringContaining('belongs to group:default/team-feed'),
      ]);
    },
  );

  it('namespaces are listed to those who own them or may apply there', async () => {
    const { post } = await start();
    const list = async (user: string, query: object = {}) => {
      const { body } = await post('namespaces/query', `user:default/${user}`, {
        clusters: ['beijing', 'aliyun'],
        ...query,
      });
      return body.items.map(({ cluster, canCreate, namespaces }: any) => [
        cluster,
        canCreate,
        namespaces.map(({ name, owned, writable }: any) =>
          [name, owned && 'owned', writable && 'writable'].filter(Boolean),
        ),
      ]);
    };
    expect(await list('dev')).toEqual([
      ['beijing', true, [['feed', 'owned', 'writable']]],
      ['aliyun', true, [['feed', 'owned']]],
    ]);
    expect(await list('outsider')).toEqual([
      ['beijing', false, []],
      ['aliyun', false, []],
    ]);
    expect(await list('admin', { apiVersion: 'v1', kind: 'Secret' })).toEqual([
      ['beijing', true, []],
      ['aliyun', true, []],
    ]);
  });
});
