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

import { existsSync, statSync } from 'node:fs';
import { ClusterSpec } from './cluster';
import { KubeClient, KubeObject } from './kube';
import { findProcesses } from './process';
import { Sandbox } from './Sandbox';
import { applySeed } from './seed/applySeed';
import { waitFor } from './wait';

jest.setTimeout(600_000);

const SPEC: ClusterSpec = {
  name: 'test',
  location: 'here',
  group: 'online',
  owner: 'group:default/platform',
  gpuMetrics: true,
  pools: [
    {
      name: 'gpu',
      count: 1,
      cpu: '16',
      memory: '64Gi',
      zone: 'here-a',
      gpu: { product: 'NVIDIA-H20', memoryMiB: 97_871, count: 2 },
    },
  ],
};
const ID_LABEL = 'backstage.io/kubernetes-id';
const PODS = '/api/v1/namespaces/default/pods';
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'trainer',
    labels: { [ID_LABEL]: 'trainer' },
  },
  spec: {
    containers: [
      {
        name: 'trainer',
        image: 'slipway.test/trainer:1',
        resources: { limits: { 'nvidia.com/gpu': '1' } },
      },
    ],
  },
};

interface AutoscalerStatus {
  desiredReplicas?: number;
  currentMetrics?: Array<{
    resource: { current: { averageUtilization: number } };
  }>;
}

function autoscaledApp(): KubeObject[] {
  const labels = { [ID_LABEL]: 'web' };
  const metadata = { name: 'web', namespace: 'default', labels };
  const resources = { requests: { cpu: '1' } };
  const containers = [{ name: 'web', image: 'slipway.test/web:1', resources }];
  const target = { type: 'Utilization', averageUtilization: 60 };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'web',
        },
        minReplicas: 1,
        maxReplicas: 3,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      },
    },
  ];
}

describe('Sandbox', () => {
  let sandbox: Sandbox;
  const cluster = () => sandbox.cluster('test');

  beforeAll(async () => {
    sandbox = await Sandbox.create({ clusters: [SPEC], prometheus: true });
    await sandbox.up();
  });

  afterAll(async () => {
    await sandbox.down();
  });

  async function isPodReady(): Promise<boolean> {
    const { body } = await cluster().request<{
      status?: { conditions?: Array<{ type: string; status: string }> };
    }>('GET', `${PODS}/trainer`);
    return (
      body.status?.conditions?.some(
        ({ type, status }) => type === 'Ready' && status === 'True',
      ) ?? false
    );
  }

  async function query(text: string): Promise<Array<{ metric: object }>> {
    const url = `${
      sandbox.prometheusUrl
    }/api/v1/query?query=${encodeURIComponent(text)}`;
    const { data } = await (await fetch(url)).json();
    return data.result;
  }

  it('is a real Kubernetes with a node that plays pods', async () => {
    expect(await cluster().version()).toMatch(/^1\.36\./);
    await waitFor(
      'the default service account',
      async () => (await cluster().request('POST', PODS, POD)).status === 201,
      { timeoutMs: 60_000 },
    );
    await waitFor('the pod', isPodReady, { timeoutMs: 120_000 });
    const { body } = await cluster().request<{ spec: { nodeName: string } }>(
      'GET',
      `${PODS}/trainer`,
    );
    expect(body.spec.nodeName).toBe('test-gpu-0');
  });

  it('gives Slipway what it needs and nothing more', async () => {
    const client = KubeClient.create({
      url: cluster().url,
      caPem: Buffer.from(cluster().caData, 'base64').toString(),
      token: cluster().serviceAccountToken,
    });
    const status = async (method: string, path: string, body?: unknown) =>
      (await client.request(method, path, body)).status;
    expect(await status('GET', '/api/v1/pods')).toBe(200);
    expect(await status('GET', '/api/v1/nodes')).toBe(200);
    expect(await status('GET', '/api/v1/secrets')).toBe(403);
    expect(await status('DELETE', `${PODS}/trainer`)).toBe(403);
    expect(await status('DELETE', '/api/v1/nodes/test-gpu-0')).toBe(403);
    await client.close();
  });

  it('shows the load and the GPUs of the pod in Prometheus', async () => {
    await waitFor(
      'the pod in Prometheus',
      async () =>
        (
          await query('http_server_requests_total{pod="trainer"} > 0')
        ).length === 1,
      { timeoutMs: 120_000, intervalMs: 500 },
    );
    await waitFor(
      'GPU metrics in Prometheus',
      async () => (await query('DCGM_FI_DEV_GPU_UTIL')).length === 2,
      { timeoutMs: 60_000, intervalMs: 500 },
    );
    const held = await query('DCGM_FI_DEV_GPU_UTIL{exported_pod="trainer"}');
    expect(held).toHaveLength(1);
    expect(held[0].metric).toMatchObject({
      cluster: 'test',
      Hostname: 'test-gpu-0',
      exported_namespace: 'default',
    });
  });

  it('lets an autoscaler follow the load', async () => {
    sandbox.setLoad('web', 1000);
    const [deployment, autoscaler] = autoscaledApp();
    await cluster().client.apply(deployment);
    await cluster().client.apply(autoscaler);
    const path = await cluster().client.pathOf(autoscaler);
    const status = async () =>
      (await cluster().request<{ status?: AutoscalerStatus }>('GET', path)).body
        .status;
    await waitFor(
      'the autoscaler to see how busy the instance is',
      async () =>
        (
          await status()
        )?.currentMetrics?.[0]?.resource.current.averageUtilization === 100,
      { timeoutMs: 120_000, intervalMs: 500 },
    );
    // 1000 requests/s are the work of 6 cores, and 3 instances are the most that it may have
    await waitFor(
      'the autoscaler to add instances',
      async () => (await status())?.desiredReplicas === 3,
      { timeoutMs: 120_000, intervalMs: 500 },
    );
    const metrics = '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods';
    const { body } = await cluster().request<{ items: KubeObject[] }>(
      'GET',
      `${metrics}?labelSelector=${encodeURIComponent(`${ID_LABEL}=trainer`)}`,
    );
    expect(body.items.map(({ metadata }) => metadata.name)).toEqual([
      'trainer',
    ]);
  });

  it('keeps its objects when the API server ends, freezes and comes back', async () => {
    await cluster().stopApiServer();
    await expect(cluster().request('GET', PODS)).rejects.toThrow();
    await cluster().startApiServer();
    // it is ready a moment before it has read all objects, and says 429 until then
    await waitFor('the pod', isPodReady, { timeoutMs: 60_000 });

    cluster().freezeApiServer();
    expect(await cluster().isReady()).toBe(false);
    cluster().thawApiServer();
    await waitFor('the API server', () => cluster().isReady(), {
      timeoutMs: 60_000,
    });
  });

  it('starts nothing twice, and heals what is down', async () => {
    const pids = () => sandbox.status().map(({ name, pid }) => ({ name, pid }));
    const before = pids();
    await sandbox.up();
    expect(pids()).toEqual(before);
    await cluster().stopApiServer();
    await sandbox.up();
    expect(await cluster().isReady()).toBe(true);
  });

  it('applies an app whose unchangeable fields changed', async () => {
    const job = (image: string) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'batch', namespace: 'default' },
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'batch', image }],
          },
        },
      },
    });
    await applySeed(cluster().client, job('slipway.test/batch:1'));
    await applySeed(cluster().client, job('slipway.test/batch:2'));
    const { body } = await cluster().request<ReturnType<typeof job>>(
      'GET',
      '/apis/batch/v1/namespaces/default/jobs/batch',
    );
    const [container] = body.spec.template.spec.containers;
    expect(container.image).toBe('slipway.test/batch:2');
  });

  it('writes a configuration for Backstage that others cannot read', () => {
    expect(sandbox.appConfig()).toMatchObject({
      kubernetes: {
        clusterLocatorMethods: [
          { type: 'config', clusters: [{ name: 'test', url: cluster().url }] },
        ],
      },
      slipway: {
        fleet: {
          clusters: {
            test: {
              location: 'here',
              group: 'online',
              owner: 'group:default/platform',
            },
          },
          metrics: { prometheus: { url: sandbox.prometheusUrl } },
        },
      },
    });
    // eslint-disable-next-line no-bitwise
    expect(statSync(sandbox.appConfigFile).mode & 0o777).toBe(0o600);
  });

  it('leaves no process and no folder', async () => {
    expect(findProcesses(sandbox.dir).length).toBeGreaterThan(0);
    await sandbox.down();
    expect(findProcesses(sandbox.dir)).toEqual([]);
    expect(existsSync(sandbox.dir)).toBe(false);
  });
});
