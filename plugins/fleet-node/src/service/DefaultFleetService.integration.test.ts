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
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type {
  AppClusterStatus,
  KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import { Sandbox } from '@slipway/sandbox';
import type { AppSelector } from '../selector';
import { DefaultFleetService } from './DefaultFleetService';

jest.setTimeout(600_000);

const H20 = { product: 'NVIDIA-H20', memoryMiB: 97_871, count: 8 };
const WEB: AppSelector = {
  kubernetesId: 'web',
  namespaces: [],
  clusters: [],
  description: 'web',
};
const OPTIONS = {
  dryRun: false,
  force: false,
  initiator: 'user:default/lin',
  namespace: 'default',
};

function app(id: string): AppSelector {
  return { ...WEB, kubernetesId: id, description: id };
}

function deployment(
  name: string,
  replicas: number,
  requests: Record<string, string> = { cpu: '100m', memory: '64Mi' },
): KubernetesObject {
  const labels = { 'backstage.io/kubernetes-id': name };
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
          containers: [
            {
              name,
              image: `slipway.test/${name}:1.2.3`,
              resources: { requests, limits: requests },
            },
          ],
        },
      },
    },
  };
}

describe('DefaultFleetService on real clusters', () => {
  let sandbox: Sandbox;
  let fleet: DefaultFleetService;

  beforeAll(async () => {
    sandbox = await Sandbox.create({
      prometheus: true,
      clusters: [
        {
          name: 'north',
          location: 'beijing',
          group: 'online',
          gpuMetrics: true,
          argoRollouts: true,
          pools: [
            { name: 'cpu', count: 2, cpu: '4', memory: '8Gi', zone: 'a' },
            {
              name: 'gpu',
              count: 1,
              cpu: '16',
              memory: '64Gi',
              zone: 'a',
              gpu: H20,
            },
          ],
        },
        { name: 'south', location: 'shanghai', group: 'burst' },
      ],
    });
    await sandbox.up();
    // Early, since a rate takes minutes of samples.
    sandbox.setLoad('web', 300);
    fleet = await DefaultFleetService.create({
      config: new ConfigReader(sandbox.appConfig()),
      logger: mockServices.logger.mock(),
    });
    await fleet.whenReady(60_000);
  });

  afterAll(async () => {
    await fleet?.close();
    await sandbox?.down();
  });

  /** Waits for a change, never asks again and again: what is checked is the push. */
  async function untilChange<T>(
    what: string,
    read: () => T | undefined,
    timeoutMs = 120_000,
  ): Promise<T> {
    const found = read();
    if (found !== undefined) {
      return found;
    }
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Waited in vain for ${what}`)),
        timeoutMs,
      );
      const stop = fleet.onChange(() => {
        const value = read();
        if (value !== undefined) {
          clearTimeout(timer);
          stop();
          resolve(value);
        }
      });
    });
  }

  function stateOf(cluster: string) {
    return fleet.getCluster(cluster).freshness.state;
  }

  function statusIn(
    selector: AppSelector,
    cluster: string,
  ): AppClusterStatus['status'] {
    return fleet.getApp(selector, [cluster])[0]?.status;
  }

  it('knows both clusters with their version and headroom', async () => {
    await untilChange(
      'both live',
      () =>
        ['north', 'south'].every(name => stateOf(name) === 'live') || undefined,
    );
    const [north, south] = fleet.listClusters();
    expect(north).toMatchObject({
      name: 'north',
      location: 'beijing',
      group: 'online',
      version: expect.stringMatching(/^1\.36\./),
      freshness: { state: 'live', asOf: expect.any(String) },
      nodes: { total: 3, ready: 3 },
      headroom: { gpu: { allocatable: 8, requested: 0, free: 8 } },
      gpus: { total: 8, free: 8, idle: 0 },
    });
    expect(south.kinds.find(({ kind }) => kind === 'Rollout')).toMatchObject({
      state: 'not-installed',
    });
    expect(south.nodes).toEqual({ total: 0, ready: 0 });
    expect(fleet.getGpuNodes('north')).toMatchObject([
      { name: 'north-gpu-0', product: 'NVIDIA-H20', ready: true },
    ]);
  });

  it('applies an app, and shows it without being asked to look again', async () => {
    const manifests = [deployment('web', 3)];
    const plan = await fleet.apply('north', manifests, {
      ...OPTIONS,
      dryRun: true,
    });
    expect(plan).toMatchObject({
      outcome: 'applied',
      objects: [{ outcome: 'created', namespace: 'default' }],
    });
    expect(fleet.getApp(WEB, ['north', 'south'])).toEqual([]);

    const changes: string[] = [];
    const stop = fleet.onChange(change => {
      if (change.affects(WEB)) {
        changes.push(change.cluster);
      }
    });
    expect(await fleet.apply('north', manifests, OPTIONS)).toMatchObject({
      objects: [{ outcome: 'created' }],
    });
    const status = await untilChange('3 ready', () => {
      const found = statusIn(WEB, 'north');
      return found?.ready === 3 ? found : undefined;
    });
    stop();
    expect(status).toMatchObject({
      desired: 3,
      updated: 3,
      restarts: 0,
      instances: { ready: 3, starting: 0, failing: 0, notPlaced: 0 },
      health: { state: 'healthy', reasons: [] },
      versions: [
        { image: 'slipway.test/web:1.2.3', tag: '1.2.3', instances: 3 },
      ],
      workloads: [{ kind: 'Deployment', name: 'web' }],
    });
    expect(new Set(changes)).toEqual(new Set(['north']));
    expect(fleet.getApp(WEB, ['south'])).toEqual([]);
    const page = fleet.getInstances(WEB, { cluster: 'north', limit: 2 });
    expect(page).toMatchObject({ total: 3, notReady: 0 });
    expect(page.items).toHaveLength(2);
    expect(page.items[0]).toMatchObject({ state: 'ready', message: 'Ready' });
  });

  it('tells what an apply changes, and who owns what it may not', async () => {
    const again = await fleet.apply('north', [deployment('web', 3)], OPTIONS);
    expect(again.objects).toMatchObject([
      { outcome: 'unchanged', changes: [] },
    ]);
    const more = await fleet.apply('north', [deployment('web', 4)], OPTIONS);
    expect(more.objects).toMatchObject([
      {
        outcome: 'changed',
        changes: [{ path: 'spec.replicas', from: 3, to: 4 }],
      },
    ]);
    const scaled = await sandbox
      .cluster('north')
      .request(
        'PUT',
        '/apis/apps/v1/namespaces/default/deployments/web/scale?fieldManager=kubectl-lin',
        {
          apiVersion: 'autoscaling/v1',
          kind: 'Scale',
          metadata: { name: 'web', namespace: 'default' },
          spec: { replicas: 2 },
        },
      );
    expect(scaled.status).toBe(200);
    const refused = await fleet.apply(
      'north',
      [
        deployment('web', 3),
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'later' } },
      ],
      OPTIONS,
    );
    expect(refused).toMatchObject({
      outcome: 'failed',
      objects: [
        {
          outcome: 'conflict',
          conflicts: [{ path: 'spec.replicas', manager: 'kubectl-lin' }],
        },
        { outcome: 'not-tried' },
      ],
    });
    const taken = await fleet.apply('north', [deployment('web', 3)], {
      ...OPTIONS,
      force: true,
    });
    expect(taken.objects).toMatchObject([{ outcome: 'changed' }]);
    const unknown = await fleet.apply(
      'north',
      [{ apiVersion: 'acme.io/v1', kind: 'Rocket', metadata: { name: 'x' } }],
      OPTIONS,
    );
    expect(unknown).toMatchObject({
      outcome: 'failed',
      message: 'north does not have the API acme.io/v1.',
    });
    await untilChange('3 again', () =>
      statusIn(WEB, 'north')?.ready === 3 ? true : undefined,
    );
  });

  it('says what an instance lacks that fits nowhere, and counts slots', async () => {
    await fleet.apply(
      'north',
      [
        deployment('trainer', 2, {
          cpu: '9',
          memory: '8Gi',
          'nvidia.com/gpu': '1',
        }),
      ],
      OPTIONS,
    );
    const status = await untilChange('one not placed', () => {
      const found = statusIn(app('trainer'), 'north');
      return found?.ready === 1 &&
        found.health.reasons.some(({ code }) => code === 'Unschedulable')
        ? found
        : undefined;
    });
    expect(status.health).toMatchObject({
      state: 'attention',
      reasons: [
        {
          code: 'Unschedulable',
          instances: 1,
          message: expect.stringMatching(/^1 instance waits for room: no node/),
        },
      ],
    });
    expect(status.gpus).toMatchObject({
      requested: 2,
      allocated: 1,
      products: { 'NVIDIA-H20': 1 },
    });
    expect(
      fleet.getSlots('north', { cpu: 3, memory: 2 ** 30, gpu: 1 }),
    ).toMatchObject({
      slots: 2,
      reason: '5 of 7 free GPUs lack CPU beside them',
    });
    expect(
      fleet.getSlots('south', { cpu: 1, memory: 1, gpu: 0 }),
    ).toMatchObject({
      slots: 0,
    });
  });

  it('follows a canary, its autoscaler, and a quota that is used up', async () => {
    const canary = (image: string): KubernetesObject => {
      const made = deployment('canary', 4);
      const spec = made.spec as Record<string, any>;
      spec.template.spec.containers[0].image = image;
      return {
        ...made,
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        spec: {
          ...spec,
          strategy: {
            canary: {
              steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }],
            },
          },
        },
      };
    };
    const selector = app('canary');
    await fleet.apply('north', [canary('slipway.test/canary:1')], OPTIONS);
    await untilChange('the first version', () =>
      statusIn(selector, 'north')?.ready === 4 ? true : undefined,
    );
    await fleet.apply('north', [canary('slipway.test/canary:2')], OPTIONS);
    const paused = await untilChange('the pause', () => {
      const found = statusIn(selector, 'north');
      return found?.workloads[0].rollout?.phase === 'Paused' &&
        found.versions.length === 2
        ? found
        : undefined;
    });
    expect(paused.workloads[0]).toMatchObject({
      kind: 'Rollout',
      updated: 1,
      rollout: { step: 1, steps: 3, weight: 25 },
    });
    expect(paused.versions).toMatchObject([
      { tag: '1', instances: 3 },
      { tag: '2', instances: 1 },
    ]);

    // Quotas are not for Slipway to set.
    const admin = sandbox.cluster('north');
    await admin.request('POST', '/api/v1/namespaces', {
      metadata: { name: 'tight' },
    });
    const quota = await admin.request(
      'POST',
      '/api/v1/namespaces/tight/resourcequotas',
      {
        metadata: { name: 'small' },
        spec: { hard: { 'requests.cpu': '250m' } },
      },
    );
    expect(quota.status).toBe(201);
    const limited = await fleet.apply(
      'north',
      [
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'greedy', namespace: 'tight' },
          spec: {
            minReplicas: 4,
            maxReplicas: 9,
            scaleTargetRef: {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: 'greedy',
            },
          },
        },
        deployment('greedy', 4),
      ],
      { ...OPTIONS, namespace: 'tight' },
    );
    expect(limited).toMatchObject({ outcome: 'applied', message: undefined });
    const short = await untilChange('the quota', () => {
      const found = statusIn(app('greedy'), 'north');
      return found?.ready === 2 &&
        found.health.reasons.some(({ code }) => code === 'QuotaExceeded')
        ? found
        : undefined;
    });
    expect(short).toMatchObject({
      instances: { ready: 2, notPlaced: 2 },
      health: { state: 'failing' },
      replicasSetBy: { kind: 'hpa', name: 'greedy', min: 4, max: 9 },
    });
    expect(short.health.reasons[0].message).toMatch(
      /^2 instances cannot be made: quota small is used up/,
    );
  });

  it('plans what it would make, a namespace included, and makes none of it', async () => {
    const plan = await fleet.apply(
      'south',
      [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } },
        deployment('new', 1),
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: '../../secrets', namespace: 'new' },
        },
      ],
      { ...OPTIONS, dryRun: true, namespace: 'new' },
    );
    expect(plan.objects).toMatchObject([
      { kind: 'Namespace', outcome: 'created' },
      { kind: 'Deployment', outcome: 'created', namespace: 'new' },
      {
        kind: 'ConfigMap',
        outcome: 'failed',
        message: expect.stringContaining('is no name'),
      },
    ]);
    const found = await sandbox
      .cluster('south')
      .request('GET', '/api/v1/namespaces/new');
    expect(found.status).toBe(404);
  });

  it('reads events and the load', async () => {
    const events = await fleet.getEvents(WEB, 'north');
    expect(events.map(({ code }) => code)).toContain('ScalingReplicaSet');
    expect(events[0]).toMatchObject({ cluster: 'north', namespace: 'default' });
    const load = await untilChange(
      'load',
      () => {
        const found = statusIn(WEB, 'north')?.load;
        return found && found.requestsPerSecond > 1 && found.series.length > 0
          ? found
          : undefined;
      },
      240_000,
    );
    expect(load.series).toHaveLength(60);
    const [instance] = fleet.getInstances(WEB, { cluster: 'north' }).items;
    expect(instance.memory).toBeGreaterThan(0);
    const trainer = await untilChange('GPU use', () => {
      const found = statusIn(app('trainer'), 'north')?.gpus;
      return found && found.unknown === 0 ? found : undefined;
    });
    expect(trainer.busy + trainer.idle).toBe(1);
    const series = await fleet.getGpuSeries(
      [{ cluster: 'north', selector: app('trainer') }],
      '1h',
    );
    expect(series.utilization.length).toBe(60);
  });

  it('reads logs only of pods of the app', async () => {
    await expect(
      fleet.readLogs(WEB, {
        cluster: 'north',
        namespace: 'kube-system',
        pod: 'etcd',
      }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('keeps what it knows while an API server is down, and is equal to it again after', async () => {
    const before = statusIn(WEB, 'north');
    await sandbox.cluster('north').stopApiServer();
    const reason = await untilChange('north down', () => {
      const { state, reason: why } = fleet.getCluster('north').freshness;
      return state === 'unreachable' ? why : undefined;
    });
    expect(reason).toMatch(/^north refuses connections at its address\.$/);
    expect(statusIn(WEB, 'north')).toMatchObject({
      desired: before?.desired,
      versions: before?.versions,
    });
    expect(stateOf('south')).toBe('live');

    await sandbox.cluster('north').startApiServer();
    await untilChange('north live', () =>
      stateOf('north') === 'live' ? true : undefined,
    );
    await expectEqualToFreshList('north');
  });

  it('notices a frozen API server, and that it thaws', async () => {
    sandbox.cluster('south').freezeApiServer();
    await untilChange('south silent', () =>
      stateOf('south') !== 'live' ? true : undefined,
    );
    expect(fleet.getCluster('south').freshness.reason).toMatch(/^south /);
    expect(stateOf('north')).toBe('live');
    sandbox.cluster('south').thawApiServer();
    fleet.retry('south');
    await untilChange('south live', () =>
      stateOf('south') === 'live' ? true : undefined,
    );
  });

  it('is denied without rights, and hears when they come', async () => {
    const { url, caData } = sandbox.cluster('north');
    const lost = await DefaultFleetService.create({
      config: new ConfigReader({}),
      logger: mockServices.logger.mock(),
      clusterSupplier: {
        getClusters: async () => [
          {
            name: 'north',
            url,
            caData,
            authMetadata: {
              'kubernetes.io/auth-provider': 'serviceAccount',
              serviceAccountToken: 'wrong',
            },
          },
        ],
      },
    });
    await lost.whenReady(60_000);
    expect(lost.getCluster('north').freshness).toMatchObject({
      state: 'denied',
      reason: expect.stringMatching(/HTTP 401/),
    });
    expect(lost.getApp(WEB, ['north'])).toMatchObject([
      { cluster: 'north', freshness: { state: 'denied' } },
    ]);
    expect(lost.getApp(WEB, ['north'])[0].status).toBeUndefined();
    await lost.close();
  });

  async function expectEqualToFreshList(cluster: string): Promise<void> {
    const fresh = await DefaultFleetService.create({
      config: new ConfigReader(sandbox.appConfig()),
      logger: mockServices.logger.mock(),
    });
    try {
      await fresh.whenReady(60_000);
      // What is on its way to one of them is on its way to the other.
      await delay(1_000);
      for (const id of ['web', 'trainer', 'canary', 'greedy']) {
        expect(namesOf(fleet, id, cluster)).toEqual(
          namesOf(fresh, id, cluster),
        );
      }
      const kinds = (service: DefaultFleetService) =>
        service.getCluster(cluster).kinds.map(({ kind, objects }) => ({
          kind,
          objects,
        }));
      expect(kinds(fleet)).toEqual(kinds(fresh));
    } finally {
      await fresh.close();
    }
  }

  function namesOf(service: DefaultFleetService, id: string, cluster: string) {
    return service
      .getInstances(app(id), { cluster })
      .items.map(({ name, node, state }) => ({ name, node, state }));
  }
});
