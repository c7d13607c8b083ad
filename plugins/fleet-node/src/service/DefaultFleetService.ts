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

import type { Readable } from 'node:stream';
import { availableParallelism } from 'node:os';
import type {
  LoggerService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { NotFoundError, toError } from '@backstage/errors';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type {
  AppClusterStatus,
  AppEvent,
  Cluster,
  ClusterSlots,
  GpuNode,
  GpuSeries,
  InstancePage,
  InstanceQuery,
  InstanceSize,
  KubernetesObject,
  LogQuery,
  NodeHeadroom,
  ObjectRef,
  SlotsQuery,
} from '@slipway/backstage-plugin-fleet-common';
import {
  locateApp,
  reviewAccess,
  type AccessAnswer,
  type AccessAttributes,
  type AccessSubject,
  type AppPlace,
  type ClusterAccess,
} from '../access';
import type {
  ApplyOptions,
  ChangeResult,
  DeleteOptions,
  DeleteTarget,
  LiveNamespaces,
  LiveObject,
  ObjectOptions,
} from '../apply';
import { podGroup } from '../apps/podGroup';
import { readApp } from '../apps/readApp';
import { hasCapacities, readCapacities } from '../apps/readCapacities';
import { readCluster } from '../apps/readCluster';
import { readGpuNodes } from '../apps/readGpuNodes';
import { readInstances } from '../apps/readInstances';
import { readSlots } from '../apps/readSlots';
import { MemoryBudget, ObjectBudget, selectApp } from '../cache';
import { nodeHeadrooms } from '../capacity';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import { checkCluster } from '../clusters/checkCluster';
import { ConfigClusterSupplier } from '../clusters/ConfigClusterSupplier';
import type { FleetClusterSupplier } from '../clusters/FleetClusterSupplier';
import { OfferedClusters } from '../clusters/OfferedClusters';
import { readFleetConfig, type FleetConfig } from '../config';
import { readLogs } from '../log';
import type { MetricsSource } from '../metrics/MetricsSource';
import { NoMetrics } from '../metrics/NoMetrics';
import { PrometheusMetrics } from '../metrics/PrometheusMetrics';
import { Projector } from '../projection';
import { ListGate } from '../reflector';
import type { AppSelector } from '../selector';
import { RequestCounter } from '../transport';
import { ClusterDescriptions } from './ClusterDescriptions';
import { createFleetMember, type FleetMember } from './FleetMember';
import type { ClusterFigures } from './FleetFigures';
import type {
  FleetChange,
  FleetRequestCounts,
  FleetService,
  HeldObjects,
  ObjectQuery,
  ObjectsUsage,
} from './FleetService';
import { readObjects } from './readObjects';

/** Lists at a time over the fleet. */
const LISTS_AT_A_TIME = 2;
/** From this many clusters on a second thread parses. */
const CLUSTERS_PER_THREAD = 10;
/**
 * What one poll of the stock Kubernetes plugin costs a cluster: a LIST for each of 13 kinds, and two for the metrics of
 * one namespace (plugin-kubernetes-backend 0.21.11, `fanOutRequests`).
 */
const STOCK_REQUESTS_PER_CLUSTER = 15;

/**
 * What {@link DefaultFleetService} needs to start.
 *
 * @public
 */
export interface DefaultFleetServiceOptions {
  config: Config;
  logger: LoggerService;
  /** Closes the connections at shutdown; without it, call `close` yourself. */
  lifecycle?: RootLifecycleService;
  /** Where clusters come from; defaults to `kubernetes.clusterLocatorMethods` of the config. */
  clusterSupplier?: FleetClusterSupplier;
}

/**
 * The watch cache over real clusters.
 *
 * @public
 */
export class DefaultFleetService implements FleetService {
  readonly #config: FleetConfig;
  readonly #root: Config;
  readonly #metrics: MetricsSource;
  readonly #projector: Projector;
  readonly #budget: ObjectBudget;
  readonly #memory: MemoryBudget;
  #holdsObjects: boolean;
  readonly #gate = new ListGate(LISTS_AT_A_TIME);
  readonly #members = new Map<string, FleetMember>();
  #offered = new OfferedClusters([]);
  readonly #descriptions = new ClusterDescriptions(monitor =>
    this.#describeAnew(monitor),
  );
  readonly #listeners = new Set<(change: FleetChange) => void>();
  readonly #logger: LoggerService;
  readonly #requests = new RequestCounter();
  readonly #saved = new RequestCounter();
  readonly #views = new RequestCounter();

  /**
   * Reads config, connects to the clusters and begins to watch; does not wait for them.
   *
   * @throws InputError when config cannot be used
   */
  static async create(
    options: DefaultFleetServiceOptions,
  ): Promise<DefaultFleetService> {
    const { config: root, logger, lifecycle } = options;
    const config = readFleetConfig(root);
    const supplier =
      options.clusterSupplier ??
      ConfigClusterSupplier.create({ config: root, logger });
    const clusters = await supplier.getClusters();
    const service = new DefaultFleetService(
      config,
      root,
      logger,
      clusters.length,
    );
    for (const details of clusters) {
      service.#add(details);
    }
    service.#offered = new OfferedClusters(service.#members.keys());
    service.#warnOfUnknown();
    service.#start();
    lifecycle?.addShutdownHook(() => service.close());
    return service;
  }

  private constructor(
    config: FleetConfig,
    root: Config,
    logger: LoggerService,
    clusters: number,
  ) {
    this.#config = config;
    this.#root = root;
    this.#logger = logger;
    this.#holdsObjects = config.objects.enabled === true;
    this.#budget = ObjectBudget.create({ config: config.objects, logger });
    this.#memory = MemoryBudget.create({ maxBytes: config.maxBytes, logger });
    this.#metrics = config.prometheus
      ? PrometheusMetrics.create({
          config: config.prometheus,
          gpu: config.gpu,
          logger,
        })
      : new NoMetrics();
    const threads = clusters > CLUSTERS_PER_THREAD ? 2 : 1;
    this.#projector = Projector.create({
      threads:
        config.watch.workers ?? Math.min(threads, availableParallelism()),
    });
  }

  listClusters(): Array<Omit<Cluster, 'writable'>> {
    return this.#monitors().map(monitor => this.#describe(monitor));
  }

  getCluster(name: string): Omit<Cluster, 'writable'> {
    return this.#describe(this.#member(name).monitor);
  }

  getGpuNodes(cluster: string): GpuNode[] {
    return readGpuNodes(this.#member(cluster).monitor, this.#measured());
  }

  getNodes(cluster: string): NodeHeadroom[] {
    const { monitor } = this.#member(cluster);
    return hasCapacities(monitor)
      ? nodeHeadrooms(readCapacities(monitor), this.#config.capacity.poolLabels)
      : [];
  }

  getSlots(cluster: string, input: InstanceSize | SlotsQuery): ClusterSlots {
    return readSlots(this.#member(cluster).monitor, input);
  }

  getApp(selector: AppSelector, clusters: string[]): AppClusterStatus[] {
    return clusters
      .filter(name => this.#members.has(name) && isChosen(selector, name))
      .map(name =>
        readApp(this.#member(name).monitor, selector, this.#measured()),
      )
      .filter(entry => entry !== undefined);
  }

  getInstances(selector: AppSelector, query: InstanceQuery): InstancePage {
    const { monitor } = this.#chosenMember(selector, query.cluster);
    return readInstances(monitor, selector, query, this.#metrics);
  }

  async getEvents(selector: AppSelector, cluster: string): Promise<AppEvent[]> {
    const { monitor, events } = this.#chosenMember(selector, cluster);
    return events.read(selectApp(monitor.cache, selector));
  }

  async getGpuSeries(
    apps: Array<{ cluster: string; selector: AppSelector }>,
    range: '1h' | '24h' | '7d',
  ): Promise<GpuSeries> {
    const groups = apps
      .filter(
        ({ cluster, selector }) =>
          this.#members.has(cluster) && isChosen(selector, cluster),
      )
      .map(({ cluster, selector }) => {
        const { monitor } = this.#member(cluster);
        return podGroup(cluster, selectApp(monitor.cache, selector));
      });
    return this.#metrics.gpuSeries(groups, range);
  }

  async readLogs(
    selector: AppSelector,
    query: LogQuery & { follow?: boolean; signal?: AbortSignal },
  ): Promise<Readable> {
    const { monitor } = this.#chosenMember(selector, query.cluster);
    const app = selectApp(monitor.cache, selector);
    return readLogs(monitor.name, monitor.transport, app, query);
  }

  listAccess(): ReadonlyMap<string, ClusterAccess> {
    return new Map(
      this.#monitors().map(({ name, settings: { authorization, owner } }) => [
        name,
        { authorization, owner },
      ]),
    );
  }

  locateApp(selector: AppSelector, cluster: string): AppPlace[] {
    return isChosen(selector, cluster)
      ? locateApp(this.#member(cluster).monitor.cache, selector)
      : [];
  }

  async reviewAccess(
    cluster: string,
    subject: AccessSubject,
    attributes: AccessAttributes,
  ): Promise<AccessAnswer> {
    const { transport } = this.#member(cluster).monitor;
    return reviewAccess(transport, subject, attributes);
  }

  async apply(
    cluster: string,
    manifests: KubernetesObject[],
    options: ApplyOptions,
  ): Promise<ChangeResult> {
    return this.#member(cluster).editor.apply(manifests, options);
  }

  async deleteObjects(
    cluster: string,
    targets: DeleteTarget[],
    options: DeleteOptions,
  ): Promise<ChangeResult> {
    return this.#member(cluster).editor.delete(targets, options);
  }

  async readObjects(
    cluster: string,
    refs: ObjectRef[],
    options: ObjectOptions,
  ): Promise<LiveObject[]> {
    return this.#member(cluster).editor.read(refs, options);
  }

  async readNamespaces(
    cluster: string,
    options: Omit<ObjectOptions, 'namespace'>,
  ): Promise<LiveNamespaces> {
    return this.#member(cluster).editor.readNamespaces(options);
  }

  holdObjects(): void {
    if (this.#holdsObjects) {
      return;
    }
    this.#holdsObjects = true;
    this.#budget.want();
    this.#monitors().forEach(monitor => monitor.objects.hold());
  }

  getObjects(cluster: string, query: ObjectQuery): HeldObjects | undefined {
    const member = this.#members.get(cluster);
    return member && readObjects(member.monitor, query);
  }

  getObjectsUsage(): ObjectsUsage {
    return this.#budget.usage();
  }

  offerClusters(clusters: ClusterDetails[]): void {
    const { left, joined } = this.#offered.replace(clusters);
    left.forEach(name => this.#leave(name));
    joined.forEach(details => this.#join(details));
  }

  retry(cluster: string): void {
    this.#member(cluster).monitor.retry();
  }

  async whenReady(timeoutMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      Promise.all(this.#monitors().map(monitor => monitor.whenListed())),
      new Promise(resolve => {
        timer = setTimeout(resolve, timeoutMs);
      }),
    ]);
    clearTimeout(timer);
  }

  onChange(listener: (change: FleetChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  countView(clusters: number): void {
    this.#views.add();
    this.#saved.add(clusters * STOCK_REQUESTS_PER_CLUSTER);
  }

  getRequestCounts(): FleetRequestCounts {
    return {
      made: this.#requests.lastHour(),
      saved: this.#saved.lastHour(),
      views: this.#views.lastHour(),
      sinceSeconds: this.#requests.seconds(),
      totals: { saved: this.#saved.total, views: this.#views.total },
    };
  }

  getFigures(): ClusterFigures[] {
    return this.#monitors().map(monitor => monitor.figures());
  }

  /** Ends all connections and threads. */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#metrics.close();
    await Promise.all(this.#monitors().map(monitor => monitor.close()));
    await this.#projector.close();
  }

  #add(details: ClusterDetails): FleetMember {
    const member = createFleetMember(details, {
      root: this.#root,
      config: this.#config,
      logger: this.#logger,
      counter: this.#requests,
      projector: this.#projector,
      budget: this.#budget,
      memory: this.#memory,
      gate: this.#gate,
      onChange: change => this.#emit(change),
    });
    this.#members.set(details.name, member);
    return member;
  }

  #join(details: ClusterDetails): void {
    try {
      checkCluster(details, 'A cluster locator');
      this.#add(details).monitor.start();
    } catch (error) {
      this.#logger.warn(
        `A cluster that was offered to the fleet is left out: ${
          toError(error).message
        }`,
      );
    }
  }

  #leave(name: string): void {
    const member = this.#members.get(name);
    if (member) {
      this.#members.delete(name);
      // It ends with the requests that are under way; nobody waits for them.
      member.monitor.close().catch(() => {});
    }
    this.#emit({ cluster: name, clusterChanged: true, affects: () => true });
  }

  #start(): void {
    this.#monitors().forEach(monitor => monitor.start());
    this.#metrics.start(() =>
      this.#monitors().forEach(monitor => monitor.touch()),
    );
  }

  #warnOfUnknown(): void {
    for (const name of this.#config.clusters.keys()) {
      if (!this.#members.has(name)) {
        this.#logger.warn(
          `slipway.fleet.clusters names ${name}, which kubernetes.clusterLocatorMethods does not have`,
        );
      }
    }
  }

  #emit(change: FleetChange): void {
    if (change.clusterChanged) {
      this.#descriptions.forget(change.cluster);
    }
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        // One listener must not keep the others from hearing.
        this.#logger.error(
          'A listener of fleet changes failed',
          error as Error,
        );
      }
    }
  }

  #describe(monitor: ClusterMonitor): Omit<Cluster, 'writable'> {
    return this.#descriptions.of(monitor);
  }

  #describeAnew(monitor: ClusterMonitor): Omit<Cluster, 'writable'> {
    return readCluster(monitor, this.#measured());
  }

  #measured() {
    const { gpu, capacity } = this.#config;
    return { metrics: this.#metrics, config: gpu, capacity };
  }

  #monitors(): ClusterMonitor[] {
    return [...this.#members.values()].map(({ monitor }) => monitor);
  }

  #member(name: string): FleetMember {
    const member = this.#members.get(name);
    if (!member) {
      throw new NotFoundError(`The fleet has no cluster ${name}.`);
    }
    return member;
  }

  #chosenMember(selector: AppSelector, name: string): FleetMember {
    if (!isChosen(selector, name)) {
      throw new NotFoundError(`This app does not name cluster ${name}.`);
    }
    return this.#member(name);
  }
}

function isChosen(selector: AppSelector, cluster: string): boolean {
  return selector.clusters.length === 0 || selector.clusters.includes(cluster);
}
