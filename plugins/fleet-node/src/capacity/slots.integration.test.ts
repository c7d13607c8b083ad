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
import type { ClusterSlots } from '@slipway/backstage-plugin-fleet-common';
import { Sandbox } from '@slipway/sandbox';
import { DefaultFleetService } from '../service/DefaultFleetService';

jest.setTimeout(600_000);

const CLUSTER = 'capacity';
const PODS = '/api/v1/namespaces/default/pods';
const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
/** More than there is room for, so that it is seen where room ends. */
const SURPLUS = 3;
/** For how long nothing may change before the scheduler is taken to have decided. */
const QUIET_MS = 700;
const PATIENCE_MS = 60_000;

interface Spec {
  [field: string]: unknown;
}

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: { nodeName?: string };
  status: { conditions?: Array<{ type: string; reason?: string }> };
}

const byLabel = (labels: Record<string, string>) => ({ matchLabels: labels });
const app = (name: string) => byLabel({ app: name });
const term = (topologyKey: string, name: string) => ({
  topologyKey,
  labelSelector: app(name),
});
const required = (...terms: object[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: terms,
});
const spreadOver = (topologyKey: string, more: object = {}) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: app('web'),
  ...more,
});
const asking = (requests: Record<string, string>, more: object = {}) => ({
  containers: [
    {
      name: 'web',
      image: 'slipway.test/web:1',
      resources: { requests, limits: limitsOf(requests) },
      ...more,
    },
  ],
});

/** Extended resources are not to be had without a limit. */
function limitsOf(requests: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(requests).filter(([name]) => name.includes('/')),
  );
}

const CORE = asking({ cpu: '500m', memory: '128Mi' });
const ML = { key: 'team', operator: 'Equal', value: 'ml' };

/** The nodes: shapes, zones, labels, taints, and one that never gets ready. */
const NODES: Array<{
  name: string;
  zone?: string;
  labels?: Record<string, string>;
  allocatable?: Record<string, string>;
  spec?: object;
  /** Nobody plays it. */
  dead?: boolean;
}> = [
  { name: 'a1', zone: 'a', labels: { disk: 'ssd', rank: '3' } },
  { name: 'a2', zone: 'a', labels: { rank: '10' }, allocatable: { cpu: '1' } },
  { name: 'b1', zone: 'b', allocatable: { 'ephemeral-storage': '10Gi' } },
  { name: 'b2', zone: 'b', allocatable: { pods: '3' } },
  { name: 'c1', zone: 'c', labels: { disk: 'ssd' } },
  {
    name: 'gpu1',
    zone: 'b',
    allocatable: { 'nvidia.com/gpu': '4' },
    spec: {
      taints: [
        { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
      ],
    },
  },
  { name: 'gpu2', zone: 'c', allocatable: { 'nvidia.com/gpu': '2' } },
  {
    name: 'ml1',
    zone: 'd',
    spec: { taints: [{ key: 'team', value: 'ml', effect: 'NoSchedule' }] },
  },
  { name: 'closed1', zone: 'a', spec: { unschedulable: true } },
  { name: 'nozone1' },
  { name: 'dead1', zone: 'a', dead: true },
];

/** Pods that run already, on nodes that are said. */
const TENANTS: Array<{ node: string; app: string; labels?: object } & Spec> = [
  {
    node: 'a1',
    app: 'db',
    ...asking(
      { cpu: '250m' },
      { ports: [{ containerPort: 8080, hostPort: 8080 }] },
    ),
  },
  {
    node: 'b1',
    app: 'quiet',
    ...CORE,
    affinity: { podAntiAffinity: required(term(ZONE, 'loud')) },
  },
  { node: 'a2', app: 'web', labels: { 'pod-template-hash': 'old' }, ...CORE },
];

interface Case {
  name: string;
  spec: Spec;
  labels?: Record<string, string>;
  /** Labels that a controller adds, which a template does not have. */
  added?: Record<string, string>;
  /** Whether placing leaves each node no choice but to take what it has room for. */
  byNode?: boolean;
}

const CASES: Case[] = [
  { name: 'CPU and memory', spec: CORE, byNode: true },
  { name: 'places for pods', spec: asking({ cpu: '100m' }), byNode: true },
  {
    name: 'node selector',
    spec: { ...CORE, nodeSelector: { disk: 'ssd' } },
    byNode: true,
  },
  {
    name: 'node affinity',
    spec: {
      ...CORE,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'rank', operator: 'Gt', values: ['5'] },
                  { key: 'disk', operator: 'NotIn', values: ['ssd'] },
                ],
              },
              {
                matchFields: [
                  { key: 'metadata.name', operator: 'In', values: ['c1'] },
                ],
              },
            ],
          },
        },
      },
    },
    byNode: true,
  },
  {
    name: 'toleration and node selector',
    spec: { ...CORE, tolerations: [ML], nodeSelector: { [ZONE]: 'd' } },
    byNode: true,
  },
  {
    name: 'toleration of all but nodes that are not ready',
    spec: {
      ...CORE,
      tolerations: [
        ML,
        { key: 'node.kubernetes.io/unschedulable', operator: 'Exists' },
      ],
      nodeSelector: { [ZONE]: 'a' },
    },
    byNode: true,
  },
  {
    name: 'GPUs',
    spec: asking({ 'nvidia.com/gpu': '1', cpu: '500m' }),
    byNode: true,
  },
  {
    name: 'GPUs behind a taint',
    spec: {
      ...asking({ 'nvidia.com/gpu': '1', cpu: '100m' }),
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
    },
    byNode: true,
  },
  {
    name: 'ephemeral storage',
    spec: asking({ cpu: '100m', 'ephemeral-storage': '4Gi' }),
    byNode: true,
  },
  {
    name: 'init containers and sidecars',
    spec: {
      ...CORE,
      initContainers: [
        {
          name: 'proxy',
          image: 'slipway.test/proxy:1',
          restartPolicy: 'Always',
          resources: { requests: { cpu: '100m' } },
        },
        {
          name: 'setup',
          image: 'slipway.test/setup:1',
          resources: { requests: { cpu: '900m' } },
        },
      ],
    },
    byNode: true,
  },
  {
    name: 'a pod that asks as a whole',
    spec: { ...CORE, resources: { requests: { cpu: '700m' } } },
    byNode: true,
  },
  {
    name: 'host port',
    spec: asking(
      { cpu: '100m' },
      { ports: [{ containerPort: 8080, hostPort: 8080 }] },
    ),
    byNode: true,
  },
  {
    name: 'anti-affinity to itself on a node',
    spec: {
      ...CORE,
      affinity: { podAntiAffinity: required(term(HOST, 'web')) },
    },
    byNode: true,
  },
  {
    name: 'anti-affinity to itself in a zone',
    spec: {
      ...CORE,
      affinity: { podAntiAffinity: required(term(ZONE, 'web')) },
    },
  },
  {
    name: 'anti-affinity to others',
    spec: {
      ...CORE,
      affinity: { podAntiAffinity: required(term(ZONE, 'db')) },
    },
    byNode: true,
  },
  {
    name: 'anti-affinity of others',
    spec: CORE,
    labels: { app: 'loud' },
    byNode: true,
  },
  {
    name: 'affinity to others',
    spec: { ...CORE, affinity: { podAffinity: required(term(ZONE, 'db')) } },
    byNode: true,
  },
  {
    name: 'affinity to itself on a node',
    spec: {
      ...CORE,
      nodeSelector: { disk: 'ssd' },
      affinity: { podAffinity: required(term(HOST, 'fresh')) },
    },
    labels: { app: 'fresh' },
  },
  {
    name: 'spread over zones, one of them behind a taint',
    spec: { ...CORE, topologySpreadConstraints: [spreadOver(ZONE)] },
  },
  {
    name: 'spread over zones that are not behind a taint',
    spec: {
      ...CORE,
      topologySpreadConstraints: [
        spreadOver(ZONE, { nodeTaintsPolicy: 'Honor' }),
      ],
    },
  },
  {
    name: 'spread over more zones than there are',
    spec: {
      ...CORE,
      tolerations: [ML],
      topologySpreadConstraints: [
        spreadOver(ZONE, { maxSkew: 2, minDomains: 7 }),
      ],
    },
  },
  {
    name: 'spread of one revision over nodes of two zones',
    spec: {
      ...CORE,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: ZONE, operator: 'In', values: ['a', 'b'] },
                ],
              },
            ],
          },
        },
      },
      topologySpreadConstraints: [
        spreadOver(HOST, {
          maxSkew: 2,
          nodeTaintsPolicy: 'Honor',
          matchLabelKeys: ['pod-template-hash'],
        }),
      ],
    },
    added: { 'pod-template-hash': 'new' },
  },
  {
    name: 'spread over zones and nodes',
    spec: {
      ...CORE,
      tolerations: [ML],
      topologySpreadConstraints: [
        spreadOver(ZONE, { maxSkew: 2 }),
        spreadOver(HOST, { maxSkew: 2, nodeTaintsPolicy: 'Honor' }),
      ],
    },
  },
  {
    name: 'spread over zones, one a node, on nodes with GPUs',
    spec: {
      ...asking({ 'nvidia.com/gpu': '1' }),
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
      affinity: { podAntiAffinity: required(term(HOST, 'web')) },
      topologySpreadConstraints: [
        spreadOver(ZONE, { maxSkew: 3, nodeTaintsPolicy: 'Honor' }),
      ],
    },
  },
];

describe('slots and the scheduler', () => {
  let sandbox: Sandbox;
  let fleet: DefaultFleetService;
  let base: number;

  beforeAll(async () => {
    sandbox = await Sandbox.create({
      clusters: [
        {
          name: CLUSTER,
          location: 'beijing',
          group: 'online',
          pools: [{ name: 'x', count: 1, cpu: '2', memory: '4Gi', zone: 'c' }],
        },
      ],
    });
    await sandbox.up();
    await Promise.all(NODES.map(createNode));
    await Promise.all(TENANTS.map(createTenant));
    fleet = await DefaultFleetService.create({
      config: new ConfigReader(sandbox.appConfig()),
      logger: mockServices.logger.mock(),
    });
    await fleet.whenReady(60_000);
    base = TENANTS.length;
    await until('nodes to be ready', async () => {
      const { nodes, pods } = fleet.getCluster(CLUSTER);
      // A young node bears the taint of one that is not ready for a moment longer.
      const { obstacles = [] } = slotsOf({ name: '', spec: CORE });
      return (
        nodes.total === NODES.length + 1 &&
        nodes.ready === NODES.length &&
        pods.total === base &&
        !obstacles.some(({ reason }) => reason.includes('kubernetes.io/not'))
      );
    });
  });

  afterAll(async () => {
    await fleet?.close();
    await sandbox?.down();
  });

  async function send<T>(method: string, path: string, body?: unknown) {
    const answer = await sandbox
      .cluster(CLUSTER)
      .request<T>(method, path, body);
    if (answer.status >= 400) {
      throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  async function until(what: string, holds: () => Promise<boolean>) {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > end) {
        throw new Error(`Waited in vain for ${what}`);
      }
      await delay(50);
    }
  }

  async function createNode({
    name,
    zone,
    labels,
    ...node
  }: (typeof NODES)[0]) {
    const resources = {
      cpu: '2',
      memory: '4Gi',
      pods: '12',
      ...node.allocatable,
    };
    await send('POST', '/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        annotations: node.dead ? {} : { 'kwok.x-k8s.io/node': 'fake' },
        labels: { [HOST]: name, ...(zone && { [ZONE]: zone }), ...labels },
      },
      spec: node.spec ?? {},
      status: {
        capacity: resources,
        allocatable: resources,
        conditions: node.dead ? [{ type: 'Ready', status: 'False' }] : [],
      },
    });
  }

  async function createTenant(
    { node, app: name, labels, ...spec }: (typeof TENANTS)[0],
    index: number,
  ) {
    await send('POST', PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `tenant-${index}`, labels: { app: name, ...labels } },
      spec: { nodeName: node, ...spec },
    });
  }

  function slotsOf({ spec, labels = { app: 'web' } }: Case): ClusterSlots {
    return fleet.getSlots(CLUSTER, {
      template: { metadata: { labels }, spec },
      byNode: true,
    });
  }

  /** Where the pods of a case are, once the scheduler has decided on each and changes nothing more. */
  async function decided(count: number): Promise<Record<string, number>> {
    let seen = '';
    let since = Date.now();
    let placed: Pod[] = [];
    await until('the scheduler to decide', async () => {
      const { items } = await send<{ items: Pod[] }>(
        'GET',
        `${PODS}?labelSelector=case&resourceVersion=0`,
      );
      placed = items.filter(({ spec }) => spec.nodeName);
      const refused = items.filter(
        ({ spec, status }) =>
          !spec.nodeName &&
          status.conditions?.some(({ reason }) => reason === 'Unschedulable'),
      );
      const now = `${placed.length} ${refused.length}`;
      if (now !== seen) {
        seen = now;
        since = Date.now();
      }
      return (
        placed.length + refused.length === count &&
        Date.now() - since > QUIET_MS
      );
    });
    return placed.reduce<Record<string, number>>((counts, { spec }) => {
      const node = spec.nodeName!;
      return { ...counts, [node]: (counts[node] ?? 0) + 1 };
    }, {});
  }

  async function clear() {
    await send('DELETE', `${PODS}?labelSelector=case&gracePeriodSeconds=0`);
    await until(
      'the pods to be gone',
      async () => fleet.getCluster(CLUSTER).pods.total === base,
    );
  }

  afterEach(clear);

  it.each(CASES)('agree on $name', async row => {
    const said = slotsOf(row);
    const count = said.slots + SURPLUS;
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        send('POST', PODS, {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            name: `web-${index}`,
            labels: {
              ...(row.labels ?? { app: 'web' }),
              ...row.added,
              case: 'x',
            },
          },
          spec: row.spec,
        }),
      ),
    );
    const placed = await decided(count);
    const total = Object.values(placed).reduce((sum, one) => sum + one, 0);
    expect(total).toBe(said.slots);
    const nodes = Object.fromEntries(
      said
        .nodes!.filter(({ slots }) => slots > 0)
        .map(item => [item.node, item.slots]),
    );
    expect(row.byNode ? placed : nodes).toEqual(nodes);
  });
});
