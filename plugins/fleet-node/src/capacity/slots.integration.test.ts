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
import {
  asking,
  CASES,
  CORE,
  HOST,
  NODES,
  TENANTS,
  ZONE,
  type SchedulerCase,
  type SimulatedNode,
  type Tenant,
} from '../__testUtils__/schedulerCases';
import { DefaultFleetService } from '../service/DefaultFleetService';

jest.setTimeout(600_000);

const CLUSTER = 'capacity';
const PODS = '/api/v1/namespaces/default/pods';
const TIGHT = '/api/v1/namespaces/tight';
/** More than there is room for, so that it is seen where room ends. */
const SURPLUS = 3;
/** For how long nothing may change before the scheduler is taken to have decided. */
const QUIET_MS = 700;
const PATIENCE_MS = 60_000;

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: { nodeName?: string };
  status: { conditions?: Array<{ type: string; reason?: string }> };
}

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
    // Quotas are known only where whole objects are.
    fleet.holdObjects();
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

  async function createNode({ name, zone, labels, ...node }: SimulatedNode) {
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
    { node, app: name, labels, ...spec }: Tenant,
    index: number,
  ) {
    await send('POST', PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `tenant-${index}`, labels: { app: name, ...labels } },
      spec: { nodeName: node, ...spec },
    });
  }

  function slotsOf({
    spec,
    labels = { app: 'web' },
  }: SchedulerCase): ClusterSlots {
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

  it('agree on a quota and a limit range', async () => {
    await send('POST', '/api/v1/namespaces', {
      metadata: { name: 'tight' },
    });
    await send('POST', `${TIGHT}/limitranges`, {
      metadata: { name: 'usual' },
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '300m' },
            default: { cpu: '600m' },
          },
        ],
      },
    });
    await send('POST', `${TIGHT}/resourcequotas`, {
      metadata: { name: 'compute' },
      spec: { hard: { 'requests.cpu': '1', 'limits.cpu': '2', pods: '9' } },
    });
    const spec = asking({ memory: '64Mi' });
    const said = () =>
      fleet.getSlots(CLUSTER, {
        template: { metadata: { labels: { app: 'web' } }, spec },
        namespace: 'tight',
      });
    await until('the quota to be known', async () => said().slots === 3);
    expect(said().reason).toMatch(/^the quota compute of its namespace leaves/);
    const made = await Promise.allSettled(
      Array.from({ length: 3 + SURPLUS }, (_, index) =>
        send('POST', `${TIGHT}/pods`, {
          metadata: { name: `web-${index}` },
          spec,
        }),
      ),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await until('the quota to be used up', async () => said().slots === 0);
    await send('DELETE', `${TIGHT}/pods?gracePeriodSeconds=0`);
  });
});
