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

import { NotFoundError } from '@backstage/errors';
import type {
  AppStatus,
  ApplyResult,
  ClusterDetails,
  ClusterNamespaces,
  ClusterSlots,
  CreateNamespaceRequest,
  DeleteResult,
  FleetApi,
  FleetSummary,
  FleetUpdate,
  GpuSeries,
  InstancePage,
  InstanceQuery,
  InstanceSize,
  NodeHeadroom,
  LogQuery,
  ManifestProblem,
  NamespaceQuery,
  PlanRequest,
  PlanResult,
  UpdateSubscription,
  WaitResult,
} from '@slipway/backstage-plugin-fleet-common';
import {
  APP_REF,
  appFixture,
  CRASH_LOG,
  eventsFixture,
  gpuSeriesFixture,
  instancesFixture,
} from './app';
import { fleetFixture } from './fleet';
import { namespacesFixture, planFixture } from './plan';

/** A fleet in memory. What is shown is changed by `push`, like the backend does. */
export class FixtureFleetApi implements FleetApi {
  fleet: FleetSummary = fleetFixture();
  apps = new Map<string, AppStatus>([[APP_REF, appFixture()]]);
  /** Instances of each app in each cluster. */
  instanceCounts = { total: 12, failing: 2 };
  /** Makes every read fail with this, and the stream break. */
  failure: Error | undefined;
  /** What was subscribed, each time. */
  readonly subscriptions: UpdateSubscription[] = [];
  readonly retried: string[] = [];
  readonly logQueries: LogQuery[] = [];
  readonly planned: PlanRequest[] = [];
  /** What is wrong with every manifest. */
  problems: ManifestProblem[] = [];
  readonly #streams = new Set<(update: FleetUpdate | undefined) => void>();

  /** Send an update over every open stream. */
  push(update: FleetUpdate): void {
    this.#streams.forEach(send => send(update));
  }

  /** Break every open stream. */
  disconnect(): void {
    this.#streams.forEach(send => send(undefined));
  }

  async getFleet(): Promise<FleetSummary> {
    return this.#answer(this.fleet);
  }

  async getCluster(name: string): Promise<ClusterDetails> {
    const cluster = this.fleet.clusters.find(item => item.name === name);
    if (!cluster) {
      throw new NotFoundError(`No cluster ${name}`);
    }
    return this.#answer(cluster);
  }

  async getNodes(): Promise<NodeHeadroom[]> {
    return this.#answer([]);
  }

  async getSlots(size: InstanceSize): Promise<ClusterSlots[]> {
    return this.#answer(
      this.fleet.clusters.map(({ name, gpuNodes, headroom }) => {
        const slots =
          size.gpu > 0
            ? gpuNodes.reduce(
                (sum, { gpus }) =>
                  sum +
                  Math.floor(
                    gpus.filter(gpu => gpu.use === 'free').length / size.gpu,
                  ),
                0,
              )
            : Math.floor((headroom?.cpu.free ?? 0) / Math.max(0.1, size.cpu));
        return {
          cluster: name,
          slots,
          reason:
            name === 'beijing-train' && size.gpu === 1
              ? '8 of 30 free GPUs lack memory'
              : undefined,
        };
      }),
    );
  }

  async getApp(entityRef: string): Promise<AppStatus> {
    const app = this.apps.get(entityRef);
    if (!app && !this.failure) {
      throw new NotFoundError(`No app ${entityRef}`);
    }
    return this.#answer(app as AppStatus);
  }

  async getApps(entityRefs: string[]): Promise<AppStatus[]> {
    return Promise.all(entityRefs.map(entityRef => this.getApp(entityRef)));
  }

  async getInstances(
    _entityRef: string,
    query: InstanceQuery,
  ): Promise<InstancePage> {
    const { cluster, filter, search, offset = 0, limit = 100 } = query;
    const { total, failing } = this.instanceCounts;
    const inTrouble = cluster === 'shanghai' ? failing : 0;
    const items = instancesFixture(cluster, total, inTrouble).filter(
      ({ name, node, state }) =>
        (filter !== 'not-ready' || state !== 'ready') &&
        (!search || name.includes(search) || node?.includes(search)),
    );
    return this.#answer({
      items: items.slice(offset, offset + limit),
      total: items.length,
      notReady: inTrouble,
      freshness: this.fleet.clusters[0].freshness,
    });
  }

  async getEvents(_entityRef: string, query: { cluster: string }) {
    return this.#answer(
      query.cluster === 'shanghai' ? eventsFixture(query.cluster) : [],
    );
  }

  async getLogs(_entityRef: string, query: LogQuery): Promise<string> {
    this.logQueries.push(query);
    return this.#answer(CRASH_LOG);
  }

  async *followLogs(
    _entityRef: string,
    query: LogQuery,
  ): AsyncIterable<string> {
    this.logQueries.push(query);
    yield this.#answer('2026-11-12T14:06:00.000Z INFO listening on :8080\n');
  }

  async getGpuSeries(): Promise<GpuSeries> {
    return this.#answer(gpuSeriesFixture());
  }

  async retryCluster(name: string): Promise<void> {
    this.retried.push(name);
  }

  async apply(): Promise<ApplyResult> {
    return { dryRun: true, clusters: [] };
  }

  async plan(request: PlanRequest): Promise<PlanResult> {
    this.planned.push(request);
    return this.#answer({
      objects: [],
      problems: this.problems,
      clusters: this.problems.length > 0 ? [] : planFixture(request),
    });
  }

  async deleteObjects(): Promise<DeleteResult> {
    return { dryRun: true, clusters: [] };
  }

  async waitForObjects(): Promise<WaitResult> {
    return { state: 'done', clusters: [] };
  }

  async createNamespace(request: CreateNamespaceRequest): Promise<ApplyResult> {
    const { clusters, name } = request;
    const names = 'names' in clusters ? clusters.names : [];
    const object = {
      apiVersion: 'v1',
      kind: 'Namespace',
      name,
      changes: [],
      conflicts: [],
    };
    return this.#answer({
      dryRun: true,
      clusters: names.map(cluster => ({
        cluster,
        outcome: 'applied' as const,
        objects: [
          {
            ...object,
            outcome:
              cluster === 'beijing'
                ? ('unchanged' as const)
                : ('created' as const),
          },
        ],
      })),
    });
  }

  async getNamespaces(query: NamespaceQuery): Promise<ClusterNamespaces[]> {
    return this.#answer(namespacesFixture(query.clusters));
  }

  async unregisterEntity(): Promise<void> {}

  async registerEntity(): Promise<{ entityRef: string }> {
    return { entityRef: APP_REF };
  }

  async *updates(
    subscription: UpdateSubscription,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<FleetUpdate> {
    this.subscriptions.push(subscription);
    this.#answer(undefined);
    const queue: Array<FleetUpdate | undefined> = this.#first(subscription);
    let wake = () => {};
    const whenSent = () =>
      new Promise<void>(resolve => {
        wake = resolve;
      });
    const send = (update: FleetUpdate | undefined) => {
      queue.push(update);
      wake();
    };
    this.#streams.add(send);
    options?.signal?.addEventListener('abort', () => send(undefined));
    try {
      for (;;) {
        if (queue.length === 0) {
          await whenSent();
        }
        const update = queue.shift();
        if (!update) {
          return;
        }
        yield update;
      }
    } finally {
      this.#streams.delete(send);
    }
  }

  #first(subscription: UpdateSubscription): Array<FleetUpdate | undefined> {
    const apps = (subscription.apps ?? []).map((entityRef): FleetUpdate => {
      const status = this.apps.get(entityRef);
      return status ? { type: 'app', status } : { type: 'denied', entityRef };
    });
    return subscription.fleet
      ? [{ type: 'fleet', summary: this.fleet }, ...apps]
      : apps;
  }

  #answer<T>(value: T): T {
    if (this.failure) {
      throw this.failure;
    }
    return value;
  }
}
