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
import { ConfigClusterSupplier } from '../clusters/ConfigClusterSupplier';
import type { FleetClusterSupplier } from '../clusters/FleetClusterSupplier';
import { readFleetConfig, type FleetConfig } from '../config';
import { readLogs } from '../log';
import type { MetricsSource } from '../metrics/MetricsSource';
import { NoMetrics } from '../metrics/NoMetrics';
import { PrometheusMetrics } from '../metrics/PrometheusMetrics';
import { Projector } from '../projection';
import { ListGate } from '../reflector';
import type { AppSelector } from '../selector';
import { ChangeListeners } from './ChangeListeners';
import { ClusterDescriptions } from './ClusterDescriptions';
import { FleetMembers } from './FleetMembers';
import type { ClusterFigures } from './FleetFigures';
import type {
  ClusterOutline,
  FleetChange,
  FleetRequestCounts,
  FleetService,
  HeldObjects,
  ObjectQuery,
  ObjectsUsage,
} from './FleetService';
import { readObjects } from './readObjects';
import { RequestAccount } from './RequestAccount';

/** Lists at a time over the fleet. */
const LISTS_AT_A_TIME = 2;
/** From this many clusters on a second thread parses. */
const CLUSTERS_PER_THREAD = 10;
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
  readonly #metrics: MetricsSource;
  readonly #projector: Projector;
  readonly #budget: ObjectBudget;
  #holdsObjects: boolean;
  readonly #members: FleetMembers;
  readonly #descriptions = new ClusterDescriptions(monitor =>
    this.#describeAnew(monitor),
  );
  readonly #listeners: ChangeListeners;
  readonly #requests = new RequestAccount();

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
    const service = new DefaultFleetService(config, root, logger, clusters);
    service.#start();
    lifecycle?.addShutdownHook(() => service.close());
    return service;
  }

  private constructor(
    config: FleetConfig,
    root: Config,
    logger: LoggerService,
    clusters: ClusterDetails[],
  ) {
    this.#config = config;
    this.#listeners = new ChangeListeners(logger);
    this.#holdsObjects = config.objects.enabled === true;
    this.#budget = ObjectBudget.create({ config: config.objects, logger });
    this.#metrics = config.prometheus
      ? PrometheusMetrics.create({
          config: config.prometheus,
          gpu: config.gpu,
          logger,
        })
      : new NoMetrics();
    const threads = clusters.length > CLUSTERS_PER_THREAD ? 2 : 1;
    this.#projector = Projector.create({
      threads:
        config.watch.workers ?? Math.min(threads, availableParallelism()),
    });
    this.#members = new FleetMembers(
      {
        root,
        config,
        logger,
        counter: this.#requests.made,
        projector: this.#projector,
        budget: this.#budget,
        memory: MemoryBudget.create({ maxBytes: config.maxBytes, logger }),
        gate: new ListGate(LISTS_AT_A_TIME),
        onChange: change => this.#emit(change),
      },
      clusters,
    );
  }

  listClusters(): Array<Omit<Cluster, 'writable'>> {
    return this.#monitors().map(monitor => this.#describe(monitor));
  }

  listOutlines(): ClusterOutline[] {
    return this.#monitors().map(monitor => monitor.outline());
  }

  getCluster(name: string): Omit<Cluster, 'writable'> {
    return this.#describe(this.#members.get(name).monitor);
  }

  getGpuNodes(cluster: string): GpuNode[] {
    return readGpuNodes(this.#members.get(cluster).monitor, this.#measured());
  }

  getNodes(cluster: string): NodeHeadroom[] {
    const { monitor } = this.#members.get(cluster);
    return hasCapacities(monitor)
      ? nodeHeadrooms(readCapacities(monitor), this.#config.capacity.poolLabels)
      : [];
  }

  getSlots(cluster: string, input: InstanceSize | SlotsQuery): ClusterSlots {
    return readSlots(this.#members.get(cluster).monitor, input);
  }

  getApp(selector: AppSelector, clusters: string[]): AppClusterStatus[] {
    return clusters
      .map(name => this.#members.findChosen(selector, name))
      .map(
        member => member && readApp(member.monitor, selector, this.#measured()),
      )
      .filter(entry => entry !== undefined);
  }

  getInstances(selector: AppSelector, query: InstanceQuery): InstancePage {
    const { monitor } = this.#members.chosen(selector, query.cluster);
    return readInstances(monitor, selector, query, this.#metrics);
  }

  async getEvents(selector: AppSelector, cluster: string): Promise<AppEvent[]> {
    const { monitor, events } = this.#members.chosen(selector, cluster);
    return events.read(selectApp(monitor.cache, selector));
  }

  async getGpuSeries(
    apps: Array<{ cluster: string; selector: AppSelector }>,
    range: '1h' | '24h' | '7d',
  ): Promise<GpuSeries> {
    const groups = apps.flatMap(({ cluster, selector }) => {
      const member = this.#members.findChosen(selector, cluster);
      return member
        ? podGroup(cluster, selectApp(member.monitor.cache, selector))
        : [];
    });
    return this.#metrics.gpuSeries(groups, range);
  }

  async readLogs(
    selector: AppSelector,
    query: LogQuery & { follow?: boolean; signal?: AbortSignal },
  ): Promise<Readable> {
    const { monitor } = this.#members.chosen(selector, query.cluster);
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
    const member = this.#members.findChosen(selector, cluster);
    return member ? locateApp(member.monitor.cache, selector) : [];
  }

  async reviewAccess(
    cluster: string,
    subject: AccessSubject,
    attributes: AccessAttributes,
  ): Promise<AccessAnswer> {
    const { transport } = this.#members.get(cluster).monitor;
    return reviewAccess(transport, subject, attributes);
  }

  async apply(
    cluster: string,
    manifests: KubernetesObject[],
    options: ApplyOptions,
  ): Promise<ChangeResult> {
    return this.#members.get(cluster).editor.apply(manifests, options);
  }

  async deleteObjects(
    cluster: string,
    targets: DeleteTarget[],
    options: DeleteOptions,
  ): Promise<ChangeResult> {
    return this.#members.get(cluster).editor.delete(targets, options);
  }

  async readObjects(
    cluster: string,
    refs: ObjectRef[],
    options: ObjectOptions,
  ): Promise<LiveObject[]> {
    return this.#members.get(cluster).editor.read(refs, options);
  }

  async readNamespaces(
    cluster: string,
    options: Omit<ObjectOptions, 'namespace'>,
  ): Promise<LiveNamespaces> {
    return this.#members.get(cluster).editor.readNamespaces(options);
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
    const member = this.#members.find(cluster);
    return member && readObjects(member.monitor, query);
  }

  getObjectsUsage(): ObjectsUsage {
    return this.#budget.usage();
  }

  offerClusters(clusters: ClusterDetails[]): void {
    this.#members.offer(clusters);
  }

  retry(cluster: string): void {
    this.#members.get(cluster).monitor.retry();
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
    return this.#listeners.add(listener);
  }

  countView(clusters: number): void {
    this.#requests.countView(clusters);
  }

  getRequestCounts(): FleetRequestCounts {
    return this.#requests.read();
  }

  getFigures(): ClusterFigures[] {
    return this.#monitors().map(monitor => monitor.figures());
  }

  /** Ends all connections and threads. */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#metrics.close();
    await this.#members.close();
    await this.#projector.close();
  }

  #start(): void {
    this.#monitors().forEach(monitor => monitor.start());
    this.#metrics.start(() =>
      this.#monitors().forEach(monitor => monitor.touch()),
    );
  }

  #emit(change: FleetChange): void {
    if (change.clusterChanged) {
      this.#descriptions.forget(change.cluster);
    }
    this.#listeners.emit(change);
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
    return this.#members.monitors();
  }
}
