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

import { Projector } from './Projector';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('Projector', () => {
  const projector = Projector.create({ threads: 1 });
  afterAll(() => projector.close());

  const bytes = (value: unknown) =>
    new Uint8Array(Buffer.from(JSON.stringify(value)));

  async function projectOne(
    kind: Parameters<Projector['projectPage']>[0],
    object: object,
  ) {
    const page = await projector.projectPage(kind, [
      bytes({ items: [object] }),
    ]);
    return page.items[0];
  }

  const metadata = {
    name: 'web-1',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    labels: { app: 'web' },
    creationTimestamp: '2026-11-22T14:00:00Z',
    ownerReferences: [
      { kind: 'Other', name: 'o', uid: 'o1' },
      { kind: 'ReplicaSet', name: 'web', uid: 'r1', controller: true },
    ],
    annotations: { secret: 'hush' },
  };

  it('keeps of a pod what fleet shows, and nothing else', async () => {
    const pod = await projectOne('pods', {
      metadata,
      spec: {
        nodeName: 'node-1',
        overhead: { cpu: '50m' },
        initContainers: [
          { name: 'setup', image: 'i', resources: { requests: { cpu: '3' } } },
          {
            name: 'proxy',
            image: 'p',
            restartPolicy: 'Always',
            resources: { requests: { cpu: '250m', memory: '64Mi' } },
          },
        ],
        containers: [
          {
            name: 'web',
            image: 'web:1',
            env: [{ name: 'PASSWORD', value: 'hush' }],
            readinessProbe: {},
            resources: {
              requests: { cpu: '1500m', memory: '1Gi' },
              limits: { memory: '2Gi', 'nvidia.com/gpu': '2' },
            },
          },
        ],
      },
      status: {
        phase: 'Running',
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            lastTransitionTime: '2026-11-22T14:00:01Z',
          },
          { type: 'Initialized', status: 'True' },
        ],
        containerStatuses: [
          {
            name: 'web',
            ready: true,
            restartCount: 2,
            imageID: `registry.test/web@${DIGEST}`,
            state: { running: { startedAt: '2026-11-22T14:00:01Z' } },
            lastState: {
              terminated: {
                exitCode: 137,
                reason: 'OOMKilled',
                finishedAt: '2026-11-22T14:00:00Z',
              },
            },
          },
        ],
      },
    });
    expect(pod).toMatchObject({
      uid: 'u1',
      version: '7',
      namespace: 'shop',
      owner: { kind: 'ReplicaSet', uid: 'r1' },
      node: 'node-1',
      // The init container needs more CPU than those that run later; overhead comes on top.
      requests: { cpu: 3.05, memory: 1.0625 * 2 ** 30, gpu: 2 },
      conditions: [{ type: 'Ready', status: 'True' }],
      statuses: [
        {
          name: 'web',
          restarts: 2,
          imageId: `registry.test/web@${DIGEST}`,
          last: { exitCode: 137, reason: 'OOMKilled' },
        },
      ],
    });
    expect(JSON.stringify(pod)).not.toContain('hush');
  });

  it('keeps what decides where others may go, and nothing of it for a pod that decides nothing', async () => {
    const template = { containers: [{ name: 'web', image: 'web:1' }] };
    const plain = await projectOne('pods', { metadata, spec: template });
    expect(plain).not.toHaveProperty('placement');
    expect(plain).toMatchObject({ requests: { cpu: 0, memory: 0, gpu: 0 } });
    const picky = await projectOne('pods', {
      metadata,
      spec: {
        hostNetwork: true,
        resources: { requests: { cpu: '3', 'hugepages-2Mi': '4Mi' } },
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                topologyKey: 'kubernetes.io/hostname',
                labelSelector: { matchLabels: { app: 'web' } },
                namespaces: [],
              },
            ],
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }],
          },
        },
        initContainers: [{ ports: [{ hostPort: 1 }] }],
        containers: [
          {
            name: 'web',
            ports: [
              { containerPort: 80 },
              {
                containerPort: 53,
                hostPort: 53,
                protocol: 'UDP',
                hostIP: '::',
              },
            ],
            resources: {
              requests: { cpu: '2', 'ephemeral-storage': '1Gi' },
              limits: { 'amd.com/gpu': '1' },
            },
          },
        ],
      },
    });
    expect(picky).toMatchObject({
      requests: {
        cpu: 3,
        gpu: 0,
        more: {
          'amd.com/gpu': 1,
          'ephemeral-storage': 2 ** 30,
          'hugepages-2Mi': 4 * 2 ** 20,
        },
      },
      placement: {
        hostPorts: [
          { port: 80, protocol: 'TCP', ip: '0.0.0.0' },
          { port: 53, protocol: 'UDP', ip: '::' },
        ],
        antiAffinity: [
          {
            topologyKey: 'kubernetes.io/hostname',
            selector: { matchLabels: { app: 'web' } },
          },
        ],
      },
    });
    const node = await projectOne('nodes', {
      metadata,
      spec: { taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] },
      status: { allocatable: { cpu: '3800m', pods: '110', 'x.io/y': '2' } },
    });
    expect(node).toMatchObject({
      taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
      allocatable: { cpu: 3.8, memory: 0, pods: 110, more: { 'x.io/y': 2 } },
    });
  });

  it.each([
    ['1', 1],
    ['100m', 0.1],
    ['1.5', 1.5],
    ['2e3', 2_000],
    ['64Mi', 64 * 2 ** 20],
    ['1Ti', 2 ** 40],
    ['5k', 5_000],
    ['129M', 129e6],
    ['500u', 0.0005],
    ['nonsense', 0],
    [4, 4],
  ])('reads the quantity %s', async (text, value) => {
    const node = await projectOne('nodes', {
      metadata: { name: 'n', labels: { 'nvidia.com/gpu.memory': '97871' } },
      status: { allocatable: { memory: text } },
    });
    expect(node).toMatchObject({
      allocatable: { memory: value },
      gpuMemoryMiB: 97_871,
    });
  });

  it('finds who set the replicas last, and what a rollout is at', async () => {
    const managed = (manager: string, time: string) => ({
      manager,
      time,
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    });
    const rollout = await projectOne('rollouts', {
      metadata: {
        ...metadata,
        generation: 3,
        managedFields: [
          managed('kubectl-lin', '2026-11-22T14:00:00Z'),
          managed('slipway', '2026-11-21T14:00:00Z'),
          { manager: 'kubelet', fieldsV1: { 'f:status': {} } },
        ],
      },
      spec: {
        replicas: 10,
        strategy: {
          canary: {
            steps: [
              { setWeight: 20 },
              { pause: {} },
              { setWeight: 50 },
              { pause: {} },
            ],
          },
        },
      },
      status: { phase: 'Paused', currentStepIndex: 1, observedGeneration: '3' },
    });
    expect(rollout).toMatchObject({
      desired: 10,
      manager: 'kubectl-lin',
      current: true,
      rollout: {
        phase: 'Paused',
        step: 1,
        steps: 4,
        weight: 20,
        aborted: false,
      },
    });
  });

  it('wants no instances of a job that is done', async () => {
    const job = (status: object, spec: object = {}) =>
      projectOne('jobs', {
        metadata,
        spec: { parallelism: 2, completions: 3, ...spec },
        status,
      });
    expect(await job({})).toMatchObject({ desired: 2 });
    expect(await job({ succeeded: 2 })).toMatchObject({ desired: 1 });
    expect(await job({}, { suspend: true })).toMatchObject({ desired: 0 });
    expect(
      await job({ conditions: [{ type: 'Complete', status: 'True' }] }),
    ).toMatchObject({ desired: 0 });
  });

  it('reads events, and calls what is no event an error', async () => {
    const lines = [
      JSON.stringify({ type: 'DELETED', object: { metadata } }),
      '',
      JSON.stringify({
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: '9' } },
      }),
      JSON.stringify({
        type: 'ERROR',
        object: { code: 410, message: 'too old' },
      }),
      '{"type":',
    ];
    const events = await projector.projectEvents(
      'pods',
      new Uint8Array(Buffer.from(lines.join('\n'))),
    );
    expect(events).toMatchObject([
      { type: 'DELETED', version: '7', object: { name: 'web-1' } },
      { type: 'BOOKMARK', version: '9' },
      { type: 'ERROR', code: 410, message: 'too old' },
      { type: 'ERROR', code: 0 },
    ]);
  });

  it('fails for a page that is no JSON, and goes on', async () => {
    const broken = new Uint8Array(Buffer.from('<html>'));
    await expect(projector.projectPage('pods', [broken])).rejects.toThrow(
      /JSON/,
    );
    expect(await projectOne('pods', { metadata })).toMatchObject({ uid: 'u1' });
  });
});
