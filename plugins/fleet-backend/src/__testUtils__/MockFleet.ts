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

import { Readable } from 'node:stream';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type {
  AppClusterStatus,
  ClusterResult,
  ClusterState,
  HealthState,
  KubernetesObject,
  ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import {
  fleetServiceRef,
  type AccessAnswer,
  type ClusterAccess,
  type FleetChange,
  type FleetService,
  type LiveNamespaces,
  type LiveObject,
} from '@slipway/backstage-plugin-fleet-node';

type FleetCluster = ReturnType<FleetService['getCluster']>;

const SINCE = '2026-11-22T10:00:00.000Z';
const PODS = { group: '', resource: 'pods' };
const DEPLOYMENTS = { group: 'apps', resource: 'deployments' };

/**
 * A fleet of three clusters for tests of what stands on the FleetService, with one app, `feed`, on beijing and aliyun.
 * The real FleetService has tests of its own, against real API servers.
 */
export class MockFleet {
  readonly clusters = [
    cluster('beijing', 'beijing', 'online'),
    cluster('shanghai', 'shanghai', 'online'),
    cluster('aliyun', 'aliyun', 'burst'),
  ];
  /** The cluster's own RBAC decides in these. */
  readonly reviewed = new Set<string>();
  ready = 2;
  health: HealthState = 'healthy';
  /** What the clusters hold, by cluster name. */
  readonly objects = new Map<string, KubernetesObject[]>();
  readonly #listeners = new Set<(change: FleetChange) => void>();

  readonly service: jest.Mocked<FleetService> = {
    listClusters: jest.fn(() => this.clusters),
    listOutlines: jest.fn(() => this.clusters),
    getCluster: jest.fn(name => {
      const found = this.clusters.find(candidate => candidate.name === name);
      if (!found) {
        throw new NotFoundError(`No cluster ${name}`);
      }
      return found;
    }),
    getGpuNodes: jest.fn((_cluster: string) => [
      {
        name: 'node-1',
        ready: true,
        gpus: [
          { index: 0, use: 'busy', holder: pod('feed-1') },
          { index: 1, use: 'busy', holder: pod('other') },
          { index: 2, use: 'free' },
        ],
      },
    ]),
    getNodes: jest.fn((_cluster: string) => []),
    getSlots: jest.fn((name, size) => ({
      cluster: name,
      slots: 'cpu' in size ? 10 / size.cpu : 1,
    })),
    getApp: jest.fn((selector, names) =>
      names
        .filter(name => selector.kubernetesId === 'feed' && name !== 'shanghai')
        .map(name => this.#appStatus(name)),
    ),
    getInstances: jest.fn((_selector, query) => ({
      items: [
        {
          cluster: query.cluster,
          namespace: 'default',
          name: 'feed-1',
          gpus: 1,
          state: 'ready',
          message: 'Ready',
          restarts: 0,
          createdAt: SINCE,
          containers: [],
        },
      ],
      total: 1,
      notReady: 0,
      freshness: { state: 'live', since: SINCE },
    })),
    getEvents: jest.fn(async (_selector, _cluster) => []),
    getGpuSeries: jest.fn(async (_apps, _range) => ({
      start: 0,
      stepSeconds: 60,
      utilization: [0.5, null],
      reporting: 1,
      idle: [],
    })),
    readLogs: jest.fn(async (_selector, _query) =>
      Readable.from(['line 1\n', 'line 2\n']),
    ),
    listAccess: jest.fn(
      () =>
        new Map(
          this.clusters.map(({ name }) => [name, this.access(name)] as const),
        ),
    ),
    locateApp: jest.fn((selector, name) =>
      selector.kubernetesId === 'feed' && name !== 'shanghai'
        ? [{ namespace: 'default', resources: [PODS, DEPLOYMENTS] }]
        : [],
    ),
    reviewAccess: jest.fn(
      async (_cluster, _subject, _attributes): Promise<AccessAnswer> => ({
        answered: true,
        allowed: false,
      }),
    ),
    holdObjects: jest.fn(),
    getObjects: jest.fn(),
    getObjectsUsage: jest.fn(() => ({ bytes: 0, givenUp: [] })),
    apply: jest.fn(
      async (name, manifests, options): Promise<ClusterResult> => ({
        cluster: name,
        outcome: 'applied',
        objects: manifests.map(({ apiVersion, kind, metadata }) => ({
          apiVersion,
          kind,
          namespace: metadata.namespace ?? options.namespace,
          name: metadata.name,
          outcome: 'created',
          changes: [],
          conflicts: [],
        })),
      }),
    ),
    deleteObjects: jest.fn(
      async (name, targets, { namespace }): Promise<ClusterResult> => ({
        cluster: name,
        outcome: 'deleted',
        objects: targets.map(({ uid, ...target }) => ({
          namespace,
          ...target,
          outcome: uid ? 'deleted' : 'gone',
          changes: [],
          conflicts: [],
        })),
      }),
    ),
    readObjects: jest.fn(
      async (name, refs, { namespace }): Promise<LiveObject[]> =>
        refs.map(ref => this.#read(name, { namespace, ...ref })),
    ),
    readNamespaces: jest.fn(
      async (name, _options): Promise<LiveNamespaces> => ({
        ok: true,
        namespaces: (this.objects.get(name) ?? []).filter(
          ({ kind }) => kind === 'Namespace',
        ),
      }),
    ),
    retry: jest.fn(),
    whenReady: jest.fn(async (_timeoutMs: number) => {}),
    onChange: jest.fn(listener => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    }),
    offerClusters: jest.fn(),
    countView: jest.fn(),
    getFigures: jest.fn(() =>
      this.clusters.map(({ name }) => ({
        cluster: name,
        requests: { list: 9, watch: 9 },
        kinds: [
          {
            kind: 'Pod',
            objects: 12,
            bytes: 18_000,
            lists: 3,
            watches: 7,
            failures: 1,
          },
        ],
      })),
    ),
    getRequestCounts: jest.fn(() => ({
      made: 12,
      saved: 3000,
      views: 5,
      sinceSeconds: 3600,
      totals: { saved: 9000, views: 15 },
    })),
  };

  readonly factory = createServiceFactory({
    service: fleetServiceRef,
    deps: {},
    factory: () => this.service,
  });

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells listeners that the app changed in a cluster. */
  change(
    clusterName: string,
    kubernetesId = 'feed',
    what: Partial<FleetChange> = {},
  ): void {
    for (const listener of this.#listeners) {
      listener({
        cluster: clusterName,
        clusterChanged: false,
        statusesChanged: false,
        affects: selector => selector.kubernetesId === kubernetesId,
        ...what,
      });
    }
  }

  access(name: string): ClusterAccess {
    return {
      authorization: this.reviewed.has(name)
        ? 'subject-access-review'
        : 'permissions',
    };
  }

  setState(name: string, state: ClusterState): void {
    this.service.getCluster(name).freshness.state = state;
  }

  #read(clusterName: string, ref: ObjectRef): LiveObject {
    const namespaced = ref.kind !== 'Namespace';
    const namespace = namespaced ? ref.namespace : undefined;
    const object = this.objects
      .get(clusterName)
      ?.find(
        ({ kind, metadata }) =>
          kind === ref.kind &&
          metadata.name === ref.name &&
          metadata.namespace === namespace,
      );
    return { ...ref, namespace, namespaced, object };
  }

  #appStatus(name: string): AppClusterStatus {
    const { location, group, freshness } = this.service.getCluster(name);
    return {
      cluster: name,
      location,
      group,
      freshness,
      status: {
        workloads: [],
        desired: 3,
        ready: this.ready,
        updated: 3,
        restarts: 0,
        restartsLastHour: 0,
        versions: [],
        instances: { ready: this.ready, starting: 0, failing: 0, notPlaced: 0 },
        health: {
          state: this.health,
          reasons:
            this.health === 'failing'
              ? [
                  {
                    code: 'CrashLoopBackOff',
                    severity: 'failing',
                    message: '1 instance crashes: exit code 1',
                    instances: 1,
                  },
                ]
              : [],
        },
        createdAt: SINCE,
        gpus: {
          requested: 1,
          allocated: 1,
          busy: 1,
          idle: 0,
          unknown: 0,
          products: {},
        },
      },
    };
  }
}

function pod(name: string) {
  return { namespace: 'default', pod: name };
}

function cluster(name: string, location: string, group: string): FleetCluster {
  return {
    name,
    location,
    group,
    labels: { tier: group },
    version: '1.36.3',
    freshness: { state: 'live', asOf: SINCE, since: SINCE },
    nodes: { total: 3, ready: 3 },
    pods: { total: 4 },
    kinds: [],
  };
}
