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

import { mockServices } from '@backstage/backend-test-utils';
import type {
  ApplyRequest,
  ClusterResult,
} from '@slipway/backstage-plugin-fleet-common';
import {
  fleetClusterReadPermission,
  kubernetesApplyPermission,
} from '@slipway/backstage-plugin-fleet-common';
import request from 'supertest';
import { ALLOW, startFleet } from '../__testUtils__/startFleet';
import {
  createFleetClusterConditionalDecision,
  createKubernetesObjectConditionalDecision,
  fleetClusterConditions,
  kubernetesObjectConditions,
} from '../permissions';

const settings = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
};
const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'feed',
    labels: {
      team: 'feed',
      'pod-security.kubernetes.io/enforce': 'privileged',
    },
  },
};

type Started = Awaited<ReturnType<typeof startFleet>>;

function apply({ server }: Started, body: Partial<ApplyRequest>) {
  return request(server)
    .post('/api/fleet/v1/apply')
    .send({ namespace: 'feed', manifests: [settings], ...body });
}

// A backend starts in each, which a busy machine makes slow.
jest.setTimeout(60_000);

describe('apply', () => {
  it('applies to clusters side by side, and audits each', async () => {
    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    const started = await startFleet({ features: [auditor.factory] });
    started.fleet.setState('shanghai', 'stale');

    const response = await apply(started, {
      clusters: { group: 'online' },
      dryRun: true,
      force: true,
      reason: 'a test',
    });

    expect(response.body).toEqual({
      dryRun: true,
      clusters: [
        {
          cluster: 'beijing',
          outcome: 'applied',
          actedAs: 'service-account',
          objects: [expect.objectContaining({ name: 'settings' })],
        },
        {
          cluster: 'shanghai',
          outcome: 'not-tried',
          message:
            'shanghai is stale, so nothing was changed there. Try again when it is live.',
          objects: [],
        },
      ],
    });
    expect(started.fleet.service.apply).toHaveBeenCalledTimes(1);
    expect(started.fleet.service.apply).toHaveBeenCalledWith(
      'beijing',
      [settings],
      expect.objectContaining({
        dryRun: true,
        force: true,
        namespace: 'feed',
        initiator: 'user:default/mock',
      }),
    );
    expect(
      auditor.createEvent.mock.calls.map(([{ meta }]) => [
        meta?.queryType,
        meta?.cluster,
        meta?.reason,
      ]),
    ).toEqual([
      ['request', undefined, 'a test'],
      ['cluster', 'beijing', 'a test'],
      ['cluster', 'shanghai', 'a test'],
    ]);
    expect(event.success).toHaveBeenCalledTimes(2);
    expect(event.fail).toHaveBeenCalledTimes(1);
  });

  it('makes a namespace that is missing restricted, and leaves one that exists as it is', async () => {
    const started = await startFleet({
      config: {
        slipway: {
          kubernetes: { apply: { allowedKinds: ['ConfigMap', 'Namespace'] } },
        },
      },
    });
    const { fleet } = started;
    const answer = fleet.service.apply.getMockImplementation()!;
    fleet.service.apply.mockImplementation(
      async (cluster, manifests, options) => {
        const result: ClusterResult = await answer(cluster, manifests, options);
        if (cluster === 'aliyun' && manifests[0].kind === 'Namespace') {
          result.objects[0].outcome = 'changed';
        }
        return result;
      },
    );

    const response = await apply(started, {
      clusters: { names: ['beijing', 'aliyun'] },
      manifests: [settings, namespace],
      force: true,
    });

    expect(
      response.body.clusters.map(({ objects }: ClusterResult) =>
        objects.map(({ kind, outcome }) => `${kind} ${outcome}`),
      ),
    ).toEqual([
      ['Namespace created', 'ConfigMap created'],
      ['Namespace unchanged', 'ConfigMap created'],
    ]);
    const written = fleet.service.apply.mock.calls
      .filter(([, , { dryRun }]) => !dryRun)
      .map(([cluster, manifests]) => [cluster, manifests]);
    expect(written).toEqual([
      [
        'beijing',
        [
          {
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: {
              name: 'feed',
              labels: {
                team: 'feed',
                'pod-security.kubernetes.io/enforce': 'restricted',
                'pod-security.kubernetes.io/warn': 'restricted',
              },
            },
          },
          settings,
        ],
      ],
      ['aliyun', [settings]],
    ]);
    const plansOfNamespace = fleet.service.apply.mock.calls.filter(
      ([, [{ kind }, ...others], { dryRun }]) =>
        dryRun && kind === 'Namespace' && others.length === 0,
    );
    expect(plansOfNamespace.map(([, , { force }]) => force)).not.toContain(
      true,
    );
  });

  it('audits each object that was written, without its values', async () => {
    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    const started = await startFleet({ features: [auditor.factory] });
    const answer = started.fleet.service.apply.getMockImplementation()!;
    started.fleet.service.apply.mockImplementation(async (...call) => {
      const result: ClusterResult = await answer(...call);
      result.objects[0].outcome = 'changed';
      result.objects[0].changes = [
        { path: 'data.password', from: 'old-secret', to: 'new-secret' },
      ];
      return result;
    });

    await apply(started, { clusters: { names: ['beijing'] } });

    const created = auditor.createEvent.mock.calls.map(([{ meta }]) => meta);
    expect(created.at(-1)).toEqual({
      queryType: 'object',
      cluster: 'beijing',
      dryRun: false,
      force: false,
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'feed',
        name: 'settings',
      },
    });
    expect(event.success).toHaveBeenLastCalledWith({
      meta: {
        outcome: 'changed',
        actedAs: 'service-account',
        fields: ['data.password'],
      },
    });
    expect(JSON.stringify([created, event.success.mock.calls])).not.toContain(
      'secret',
    );
  });

  it('plans: what is wrong with the manifests is data, and no cluster is asked', async () => {
    const started = await startFleet();
    const plan = (manifests: object[]) =>
      request(started.server)
        .post('/api/fleet/v1/plan')
        .send({
          clusters: { names: ['beijing'] },
          namespace: 'feed',
          manifests,
        });
    const wrong = await plan([settings, { ...settings, kind: 'Secret' }]);
    expect([wrong.status, wrong.body]).toEqual([
      200,
      {
        objects: [
          { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' },
          { apiVersion: 'v1', kind: 'Secret', name: 'settings' },
        ],
        problems: [
          {
            index: 1,
            message: expect.stringContaining('Secret of v1 may not be changed'),
          },
        ],
        clusters: [],
      },
    ]);
    expect(started.fleet.service.readObjects).not.toHaveBeenCalled();

    const right = await plan([settings]);
    expect(right.body.clusters).toMatchObject([{ outcome: 'applied' }]);
    expect(
      started.fleet.service.apply.mock.calls.every(
        ([, , { dryRun }]) => dryRun,
      ),
    ).toBe(true);
  });

  it('goes on where one cluster throws', async () => {
    const started = await startFleet();
    const { fleet } = started;
    const answer = fleet.service.apply.getMockImplementation()!;
    fleet.service.apply.mockImplementation(async (cluster, ...rest) => {
      if (cluster === 'beijing' && !rest[1].dryRun) {
        throw new Error('socket hang up');
      }
      return answer(cluster, ...rest);
    });

    const { body } = await apply(started, {
      clusters: { names: ['beijing', 'aliyun'] },
    });

    expect(body.clusters).toMatchObject([
      {
        cluster: 'beijing',
        outcome: 'failed',
        message: expect.stringContaining('Doing it again is safe.'),
      },
      { cluster: 'aliyun', outcome: 'applied' },
    ]);
  });

  it.each<[string, Partial<ApplyRequest>, number, string]>([
    [
      'hidden',
      { clusters: { names: ['aliyun'] } },
      404,
      'aliyun: You may not see this cluster, or it does not exist.',
    ],
    [
      'missing',
      { clusters: { names: ['nowhere'] } },
      404,
      'nowhere: You may not see this cluster, or it does not exist.',
    ],
    [
      'read-only',
      { clusters: { names: ['beijing', 'shanghai'] } },
      403,
      'You may not change apps in shanghai.',
    ],
    [
      'chosen by nothing that there is',
      { clusters: { location: 'beijing', group: 'burst' } },
      400,
      'You may change no cluster with location beijing and group burst, or there is none.',
    ],
    [
      'chosen in two ways',
      { clusters: { names: ['beijing'], group: 'online' } as never },
      400,
      'Choose clusters by name, or by location and group, not both.',
    ],
    [
      'given what is not allowed',
      {
        clusters: { names: ['beijing'] },
        manifests: [settings, { ...settings, kind: 'Secret' }],
      },
      400,
      'Manifest 2 (Secret settings): Secret of v1 may not be changed.',
    ],
  ])(
    'changes nothing when a cluster is %s',
    async (_, body, status, message) => {
      const started = await startFleet({
        policy: permission => {
          if (permission.name === fleetClusterReadPermission.name) {
            return createFleetClusterConditionalDecision(
              fleetClusterReadPermission,
              fleetClusterConditions.hasGroup({ group: 'online' }),
            );
          }
          return permission.name === kubernetesApplyPermission.name
            ? createKubernetesObjectConditionalDecision(
                kubernetesApplyPermission,
                {
                  not: kubernetesObjectConditions.isInCluster({
                    names: ['shanghai'],
                  }),
                },
              )
            : ALLOW;
        },
      });
      const response = await apply(started, body);
      expect([response.status, response.body.error.message]).toEqual([
        status,
        expect.stringContaining(message),
      ]);
      expect(started.fleet.service.apply).not.toHaveBeenCalled();
    },
  );

  it('changes nothing where the platform team did not turn it on', async () => {
    const started = await startFleet({
      config: { permission: { enabled: false } },
    });
    const response = await apply(started, { clusters: { names: ['beijing'] } });
    expect(response.status).toBe(403);
    expect(response.body.error.message).toContain(
      'slipway.kubernetes.apply.enabled',
    );
    const fleet = await request(started.server).get('/api/fleet/v1/fleet');
    expect(fleet.body.clusters[0].writable).toBe(false);
  });
});
