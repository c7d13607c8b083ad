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

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import request from 'supertest';
import { parse } from 'yaml';
import { scaffolderModuleKubernetes } from './module';
import { FleetAnswers } from './__testUtils__/FleetAnswers';
import { ScaffolderTasks } from './__testUtils__/ScaffolderTasks';

const TEMPLATES = resolve(__dirname, '../../../templates');

const values = {
  name: 'greeter',
  owner: 'group:default/Team_Feed',
  image: 'registry.example.org/greeter:v1',
  port: 8080,
  size: 'S',
  placement: {
    clusters: [
      { name: 'beijing', instances: 3 },
      { name: 'aliyun', instances: 1 },
    ],
  },
};

async function start() {
  // Jest runs in a realm of its own, and the template engine takes arrays of fetch's realm for foreign objects.
  jest
    .spyOn(Response.prototype, 'json')
    .mockImplementation(async function parseHere(this: Response) {
      return JSON.parse(await this.text());
    });
  const templates: Entity[] = await Promise.all(
    ['new-app-on-kubernetes', 'new-namespace', 'scheduled-job'].map(
      async name =>
        parse(
          await readFile(resolve(TEMPLATES, name, 'template.yaml'), 'utf8'),
        ),
    ),
  );
  const [template] = templates;
  const fleet = new FleetAnswers();
  fleet.outcome = 'created';
  const { server } = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleKubernetes,
      fleet.plugin,
      catalogServiceMock.factory({
        entities: [
          ...templates.map(entity => ({
            ...entity,
            metadata: { ...entity.metadata, namespace: 'default' },
          })),
          // What the step that registers waits for.
          ...[values.name, 'nightly'].map(name => ({
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name, namespace: 'default' },
          })),
        ],
      }),
      mockServices.database.factory(),
    ],
  });
  return { fleet, server, tasks: new ScaffolderTasks(server), template };
}

function byKind(manifests: KubernetesObject[] = []) {
  return new Map(manifests.map(manifest => [manifest.kind, manifest]));
}

jest.setTimeout(60_000);

describe('New app on Kubernetes', () => {
  it('registers the app, then creates its objects in each cluster', async () => {
    const { fleet, tasks } = await start();

    const result = await tasks.run('new-app-on-kubernetes', values);

    expect(result).toMatchObject({
      status: 'completed',
      output: {
        links: [
          { url: '/catalog/default/component/greeter/clusters' },
          { entityRef: 'component:default/greeter' },
        ],
      },
    });
    expect(fleet.registered).toEqual([
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'greeter',
          annotations: {
            'backstage.io/kubernetes-id': 'greeter',
            'backstage.io/kubernetes-namespace': 'team-feed',
          },
        },
        spec: {
          type: 'service',
          lifecycle: 'production',
          owner: 'group:default/Team_Feed',
        },
      },
    ]);
    expect(
      fleet.applied.map(({ clusters, namespace, dryRun }) => [
        clusters,
        namespace,
        dryRun,
      ]),
    ).toEqual([
      [{ names: ['beijing'] }, 'team-feed', true],
      [{ names: ['aliyun'] }, 'team-feed', true],
      [{ names: ['beijing'] }, 'team-feed', false],
      [{ names: ['aliyun'] }, 'team-feed', false],
    ]);
    expect(fleet.namespaces).toMatchObject([
      {
        clusters: { names: ['beijing', 'aliyun'] },
        name: 'team-feed',
        owner: 'group:default/Team_Feed',
        existing: 'keep',
      },
    ]);
    const [, , beijing, aliyun] = fleet.applied.map(({ manifests }) =>
      byKind(manifests),
    );
    expect([...beijing.keys()]).toEqual([
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'NetworkPolicy',
    ]);
    expect(beijing.get('HorizontalPodAutoscaler')).toMatchObject({
      spec: { minReplicas: 3, maxReplicas: 6 },
    });
    expect(aliyun.get('HorizontalPodAutoscaler')).toMatchObject({
      spec: { minReplicas: 1, maxReplicas: 2 },
    });
    const deployment = beijing.get('Deployment') as any;
    expect(deployment.spec.template.spec.containers).toEqual([
      {
        name: 'app',
        image: 'registry.example.org/greeter:v1',
        ports: [{ name: 'http', containerPort: 8080 }],
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
        resources: {
          requests: { cpu: '250m', memory: '512Mi' },
          limits: { memory: '512Mi' },
        },
      },
    ]);
  });

  it('takes a GPU, a health path and a namespace where they are asked for', async () => {
    const { fleet, tasks } = await start();

    const result = await tasks.run('new-app-on-kubernetes', {
      ...values,
      size: 'GPU',
      healthPath: '/healthz',
      namespace: 'ml',
      system: 'system:default/feed',
    });

    expect(result.status).toBe('completed');
    expect(fleet.registered[0]).toMatchObject({
      spec: { system: 'system:default/feed' },
    });
    const objects = byKind(fleet.applied[0].manifests);
    expect(fleet.namespaces[0].name).toBe('ml');
    expect(fleet.applied[0].namespace).toBe('ml');
    expect(objects.get('HorizontalPodAutoscaler')).toMatchObject({
      spec: { minReplicas: 3, maxReplicas: 3 },
    });
    expect(objects.get('Deployment')).toMatchObject({
      spec: {
        strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        template: {
          spec: {
            containers: [
              {
                readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
                resources: {
                  requests: {
                    cpu: '4',
                    memory: '16Gi',
                    'nvidia.com/gpu': '1',
                  },
                  limits: { memory: '16Gi', 'nvidia.com/gpu': '1' },
                },
              },
            ],
          },
        },
      },
    });
  });

  it('passes a dry run, and refuses a name that no object may have', async () => {
    const { fleet, server, template } = await start();
    const dryRun = (input: object) =>
      request(server)
        .post('/api/scaffolder/v2/dry-run')
        .send({ template, values: input, directoryContents: [] });

    const accepted = await dryRun(values);
    expect(accepted.body.error).toBeUndefined();
    expect(accepted.status).toBe(200);
    expect(fleet.applied.map(applied => applied.dryRun)).toEqual(
      Array(4).fill(true),
    );
    expect(fleet.registered).toEqual([]);

    const refused = await dryRun({ ...values, name: 'Greeter!' });
    expect(refused.status).toBe(400);
  });

  it('waits where it is asked to, and takes all back that it made when it does not become ready', async () => {
    const { fleet, tasks } = await start();
    fleet.states = ['failed'];

    const { status, error } = await tasks.run('new-app-on-kubernetes', {
      ...values,
      waitUntilReady: true,
    });

    expect(status).toBe('failed');
    expect(error).toContain('Deployment greeter: it is failed.');
    expect(fleet.deleted).toEqual([
      expect.objectContaining({
        clusters: { names: ['beijing', 'aliyun'] },
        namespace: 'team-feed',
        objects: fleet.applied[0].manifests?.map(
          ({ apiVersion, kind, metadata }) => ({
            apiVersion,
            kind,
            name: metadata.name,
          }),
        ),
      }),
    ]);
    expect(fleet.unregistered).toEqual(['component:default/greeter']);
  });

  it('leaves alone what was there before, and keeps in the catalog what it cannot take back', async () => {
    const { fleet, tasks } = await start();
    fleet.outcome = 'unchanged';
    const taken = await tasks.run('new-app-on-kubernetes', values);
    expect(taken.error).toMatch(
      /^There already: Deployment greeter in beijing/,
    );
    expect([fleet.registered, fleet.deleted]).toEqual([[], []]);

    fleet.outcome = 'created';
    fleet.states = ['failed'];
    fleet.breaksDelete = true;
    await tasks.run('new-app-on-kubernetes', {
      ...values,
      waitUntilReady: true,
    });
    expect(fleet.deleted).toHaveLength(1);
    expect(fleet.unregistered).toEqual([]);
  });
});

describe('New namespace for a team', () => {
  it('makes it in each cluster, with what keeps it in bounds', async () => {
    const { fleet, tasks } = await start();
    const { status, error, output } = await tasks.run('new-namespace', {
      name: 'feed',
      owner: 'group:default/team-feed',
      access: 'view',
      defaultDeny: false,
      size: 'M',
      placement: { clusters: [{ name: 'beijing', instances: 1 }] },
    });
    expect([status, error]).toEqual(['completed', undefined]);
    expect(fleet.namespaces).toEqual([
      {
        clusters: { names: ['beijing'] },
        name: 'feed',
        owner: 'group:default/team-feed',
        roles: ['view'],
        defaultDeny: false,
        quota: {
          'requests.cpu': '16',
          'requests.memory': '64Gi',
          'limits.memory': '64Gi',
          pods: '160',
        },
        limits: {
          default: { memory: '512Mi' },
          defaultRequest: { cpu: '100m', memory: '256Mi' },
        },
        reason: 'New namespace feed',
        dryRun: false,
      },
    ]);
    expect(output.text[0].content).toBe('beijing: 1 created.');
  });
});

describe('Scheduled job', () => {
  const job = {
    name: 'nightly',
    owner: 'group:default/team-feed',
    image: 'registry.example.org/nightly:v1',
    schedule: '30 2 * * 1-5',
    timeZone: 'Asia/Shanghai',
    maxMinutes: 90,
    size: 'L',
    placement: { clusters: [{ name: 'beijing', instances: 1 }] },
  };

  it('registers it, and makes a CronJob that cannot run away', async () => {
    const { fleet, tasks } = await start();
    const { status, error } = await tasks.run('scheduled-job', {
      ...job,
      args: ['--all'],
    });
    expect([status, error]).toEqual(['completed', undefined]);
    expect(fleet.registered).toMatchObject([
      { metadata: { name: 'nightly' }, spec: { type: 'job' } },
    ]);
    expect(fleet.applied.map(({ dryRun }) => dryRun)).toEqual([true, false]);
    expect(fleet.applied[1]).toMatchObject({
      namespace: 'team-feed',
      owner: 'group:default/team-feed',
      manifests: [
        {
          kind: 'CronJob',
          spec: {
            schedule: '30 2 * * 1-5',
            timeZone: 'Asia/Shanghai',
            concurrencyPolicy: 'Forbid',
            startingDeadlineSeconds: 300,
            jobTemplate: {
              spec: {
                backoffLimit: 2,
                activeDeadlineSeconds: 5400,
                template: {
                  spec: {
                    restartPolicy: 'Never',
                    containers: [
                      {
                        args: ['--all'],
                        resources: {
                          requests: { cpu: '4', memory: '8Gi' },
                          limits: { memory: '8Gi' },
                        },
                      },
                    ],
                  },
                },
              },
            },
          },
        },
      ],
    });
    expect(fleet.deleted).toEqual([]);
  });

  it('refuses a schedule that is none', async () => {
    const { fleet, tasks } = await start();
    await expect(
      tasks.run('scheduled-job', { ...job, schedule: 'each night' }),
    ).rejects.toThrow('does not match pattern');
    expect(fleet.namespaces).toEqual([]);
  });
});
