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

import type { Entity } from '@backstage/catalog-model';
import type { CreateNamespaceRequest } from '@slipway/backstage-plugin-fleet-common';
import {
  kubernetesNamespaceCreatePermission,
  type KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import request from 'supertest';
import { ALLOW, startFleet } from '../__testUtils__/startFleet';
import {
  createKubernetesObjectConditionalDecision,
  kubernetesObjectConditions,
} from '../permissions';
import { composeNamespace } from './composeNamespace';

const TEAM = 'group:default/team-feed';

jest.setTimeout(60_000);

function group(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [] },
  };
}

/** One backend for all tests: starting it takes longer than all that they ask. */
let backend: ReturnType<typeof startFleet> | undefined;

async function create(body: Partial<CreateNamespaceRequest> = {}) {
  backend ??= startFleet({
    entities: [group('team-pay')],
    policy: permission =>
      permission.name === kubernetesNamespaceCreatePermission.name
        ? createKubernetesObjectConditionalDecision(
            kubernetesNamespaceCreatePermission,
            {
              allOf: [
                kubernetesObjectConditions.isInOwnNamespace({ claims: [TEAM] }),
                kubernetesObjectConditions.isInNamespace({ names: ['feed*'] }),
              ],
            },
          )
        : ALLOW,
  });
  const { fleet, server } = await backend;
  fleet.service.apply.mockClear();
  const { status, body: answer } = await request(server)
    .post('/api/fleet/v1/namespaces')
    .send({
      clusters: { names: ['beijing'] },
      name: 'feed',
      owner: TEAM,
      ...body,
    });
  return { status, body: answer, fleet };
}

describe('creating a namespace', () => {
  it.each<[string, Partial<CreateNamespaceRequest>, number, string]>([
    ['a denied name', { name: 'kube-feed' }, 400, 'may not be called'],
    [
      "Slipway's own namespace",
      { name: 'slipway-system' },
      400,
      'may not be called',
    ],
    [
      'a role that is not allowed',
      { roles: ['cluster-admin'] },
      400,
      'The ClusterRole cluster-admin may not be bound.',
    ],
    [
      'a label that loosens pod security',
      { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
      400,
      'may not be set',
    ],
    ['a label of Slipway', { labels: { 'slipway.dev/x': 'y' } }, 400, 'not be'],
    ['a person as owner', { owner: 'user:default/lin' }, 400, 'to a group'],
    ['an app as owner', { owner: 'component:default/x' }, 400, 'a group or'],
    [
      'a group that is not there',
      { owner: 'group:default/nobody' },
      400,
      'The catalog has no group:default/nobody.',
    ],
    [
      'the namespace of another group',
      { owner: 'group:default/team-pay' },
      403,
      'You may not create the namespace feed for group:default/team-pay in beijing.',
    ],
    [
      'a name that the policy does not allow',
      { name: 'pay' },
      403,
      'slipway.kubernetes.namespace.create',
    ],
  ])('refuses %s', async (_, body, status, message) => {
    const refused = await create(body);
    expect([refused.status, refused.body.error.message]).toEqual([
      status,
      expect.stringContaining(message),
    ]);
    expect(refused.fleet.service.apply).not.toHaveBeenCalled();
  });

  it('plans in all clusters before it writes, as the service account', async () => {
    const { body, fleet } = await create({
      clusters: { names: ['beijing', 'shanghai'] },
    });
    expect(
      body.clusters.map(({ outcome, actedAs }: Record<string, string>) => [
        outcome,
        actedAs,
      ]),
    ).toEqual([
      ['applied', 'service-account'],
      ['applied', 'service-account'],
    ]);
    expect(
      fleet.service.apply.mock.calls.map(([cluster, , { dryRun, subject }]) => [
        cluster,
        dryRun,
        subject,
      ]),
    ).toEqual([
      ['beijing', true, undefined],
      ['shanghai', true, undefined],
      ['beijing', false, undefined],
      ['shanghai', false, undefined],
    ]);
  });
});

describe('composeNamespace', () => {
  const parts = { name: 'feed', owner: TEAM, group: 'oidc:team-feed' };
  const kinds = (objects: KubernetesObject[]) =>
    objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  it('makes what is asked for and no more', () => {
    expect(
      kinds(composeNamespace({ ...parts, defaultDeny: false, roles: [] })),
    ).toEqual(['Namespace feed']);
    const all = composeNamespace({
      ...parts,
      defaultDeny: true,
      roles: ['edit', 'view'],
      quota: { pods: '10' },
      limits: { default: { cpu: '1' } },
    });
    expect(kinds(all)).toEqual([
      'Namespace feed',
      'ResourceQuota slipway',
      'LimitRange slipway',
      'NetworkPolicy default-deny',
      'NetworkPolicy allow-dns',
      'RoleBinding slipway-edit',
      'RoleBinding slipway-view',
    ]);
    expect(all.at(-1)).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'oidc:team-feed' }],
    });
  });
});
