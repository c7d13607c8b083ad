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

const TEMPLATE = resolve(
  __dirname,
  '../../../templates/new-app-on-kubernetes/template.yaml',
);

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
  const template: Entity = parse(await readFile(TEMPLATE, 'utf8'));
  const fleet = new FleetAnswers();
  const { server } = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleKubernetes,
      fleet.plugin,
      catalogServiceMock.factory({
        entities: [
          {
            ...template,
            metadata: { ...template.metadata, namespace: 'default' },
          },
          // What the step that registers waits for.
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: values.name, namespace: 'default' },
          },
        ],
      }),
      mockServices.database.factory(),
    ],
  });
  return { fleet, server, template };
}

async function runTask(server: Parameters<typeof request>[0], input: object) {
  const created = await request(server).post('/api/scaffolder/v2/tasks').send({
    templateRef: 'template:default/new-app-on-kubernetes',
    values: input,
  });
  expect([created.status, created.body]).toEqual([
    201,
    { id: expect.any(String) },
  ]);
  for (;;) {
    const task = await request(server).get(
      `/api/scaffolder/v2/tasks/${created.body.id}`,
    );
    if (['completed', 'failed'].includes(task.body.status)) {
      const events = await request(server).get(
        `/api/scaffolder/v2/tasks/${created.body.id}/events`,
      );
      const { output } = events.body.at(-1).body;
      return { status: task.body.status, output };
    }
    await new Promise(done => setTimeout(done, 100));
  }
}

function byKind(manifests: KubernetesObject[] = []) {
  return new Map(manifests.map(manifest => [manifest.kind, manifest]));
}

jest.setTimeout(60_000);

describe('New app on Kubernetes', () => {
  it('registers the app, then creates its objects in each cluster', async () => {
    const { fleet, server } = await start();

    const result = await runTask(server, values);

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
      fleet.applied.map(({ clusters, namespace }) => [clusters, namespace]),
    ).toEqual([
      [{ names: ['beijing'] }, 'team-feed'],
      [{ names: ['aliyun'] }, 'team-feed'],
    ]);
    const [beijing, aliyun] = fleet.applied.map(({ manifests }) =>
      byKind(manifests),
    );
    expect([...beijing.keys()]).toEqual([
      'Namespace',
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
    const { fleet, server } = await start();

    const result = await runTask(server, {
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
    expect(objects.get('Namespace')?.metadata.name).toBe('ml');
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
    expect(fleet.applied.map(applied => applied.dryRun)).toEqual([true, true]);
    expect(fleet.registered).toEqual([]);

    const refused = await dryRun({ ...values, name: 'Greeter!' });
    expect(refused.status).toBe(400);
  });
});
