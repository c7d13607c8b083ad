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
  LogQuery,
  NodeHeadroom,
  SlotsQuery,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  AccessAnswer,
  AccessAttributes,
  AccessSubject,
  AppPlace,
  ClusterAccess,
} from '../access';
import type { ClusterChanges } from '../apply';
import type { AppSelector } from '../selector';
import type { ClusterFigures } from './FleetFigures';

/**
 * What changed in one cluster since the last message, collected over a short time.
 *
 * @public
 */
export interface FleetChange {
  cluster: string;
  /** Whether the cluster's freshness, nodes, headroom or metrics changed. */
  clusterChanged: boolean;
  /** Whether nodes or metrics changed so that any app's status may be another one, though its objects are the same. */
  statusesChanged: boolean;
  /** Whether an object that the selector chooses was added, changed or removed. */
  affects(selector: AppSelector): boolean;
}

/**
 * Which cluster it is, and how fresh what is known of it.
 *
 * @public
 */
export type ClusterOutline = Pick<
  Cluster,
  'name' | 'title' | 'location' | 'group' | 'labels' | 'freshness'
>;

/** @public */
export interface FleetRequestCounts {
  /** Requests sent to API servers in the last hour. */
  made: number;
  /** What the views of the last hour would have cost the stock plugin. */
  saved: number;
  views: number;
  sinceSeconds: number;
  /** The same since the backend's start, for metrics. */
  totals: { saved: number; views: number };
}

/**
 * Which whole objects, in the words of a list request to an API server.
 *
 * @public
 */
export interface ObjectQuery {
  /** Empty for the core group. */
  group: string;
  apiVersion: string;
  plural: string;
  /** As Kubernetes writes it; none chooses all. */
  labelSelector?: string;
  /** None: all namespaces. */
  namespace?: string;
  /** Where the caller takes the cluster to be: another one of the same name answers nothing. */
  url?: string;
}

/**
 * Whole objects, as the items of a list: without `managedFields`, and for built-in kinds without `apiVersion` and
 * `kind`.
 *
 * @public
 */
export interface HeldObjects {
  /** Such as `Pod`. */
  kind: string;
  /** When the answer was last known to be right, RFC 3339. */
  asOf: string;
  /** Those in which the objects are. */
  namespaces: string[];
  /** By namespace and name. */
  items: readonly HeldObject[];
}

/**
 * A whole object in memory.
 *
 * @public
 */
export interface HeldObject {
  /** `metadata.uid`, which changes of the object leave as it is. */
  readonly uid: string;
  /** One and the same as long as the text is, so that what was made of the text can be used again. */
  readonly identity: object;
  /** What the text takes in memory, deflated. */
  readonly heldBytes: number;
  /** The JSON text, inflated at each call: some 20 µs. */
  text(): Buffer;
}

/** @public */
export interface ObjectsUsage {
  /** What whole objects take now, in bytes. */
  bytes: number;
  /** Plurals of kinds that are no longer held, since together they did not fit in `slipway.fleet.objects.maxMemory`. */
  givenUp: string[];
}

/**
 * One watch cache over every cluster, shared by all plugins of a backend.
 *
 * It reads with Slipway's own service account: **callers authorise every read per user** before they hand on what
 * these methods return. Reads are answered from memory and never wait for an API server, save events and logs.
 *
 * @public
 */
export interface FleetService extends ClusterChanges {
  listClusters(): Array<Omit<Cluster, 'writable'>>;
  /** The same clusters without what is summed up over their objects, for who asks at every view of an app. */
  listOutlines(): ClusterOutline[];
  /** @throws NotFoundError */
  getCluster(name: string): Omit<Cluster, 'writable'>;
  getGpuNodes(cluster: string): GpuNode[];
  /** What is free on each node; empty while that is not known. */
  getNodes(cluster: string): NodeHeadroom[];
  /**
   * How many more instances a cluster really takes, of a size or of a pod template.
   *
   * @throws InputError when the template cannot be read
   */
  getSlots(cluster: string, input: InstanceSize | SlotsQuery): ClusterSlots;

  /** One entry for each of `clusters` where the app runs or ran, or which cannot say whether it does. */
  getApp(selector: AppSelector, clusters: string[]): AppClusterStatus[];
  getInstances(selector: AppSelector, query: InstanceQuery): InstancePage;
  getEvents(selector: AppSelector, cluster: string): Promise<AppEvent[]>;
  /** The GPUs of an app over some clusters, in each of which its own selector chooses its objects. */
  getGpuSeries(
    apps: Array<{ cluster: string; selector: AppSelector }>,
    range: '1h' | '24h' | '7d',
  ): Promise<GpuSeries>;
  /**
   * The log of a pod that the selector chooses.
   *
   * @throws NotFoundError when the pod is not one of the app's
   */
  readLogs(
    selector: AppSelector,
    query: LogQuery & { follow?: boolean; signal?: AbortSignal },
  ): Promise<Readable>;

  /**
   * By whom reading is decided, by cluster name. The fleet itself asks nobody: whoever hands on what it answers does.
   */
  listAccess(): ReadonlyMap<string, ClusterAccess>;
  /** Where an app has objects in a cluster. */
  locateApp(selector: AppSelector, cluster: string): AppPlace[];
  /**
   * Asks the cluster what somebody may do there. Answers are not kept here.
   *
   * @throws NotFoundError when the fleet has no such cluster; what the cluster answers never throws
   */
  reviewAccess(
    cluster: string,
    subject: AccessSubject,
    attributes: AccessAttributes,
  ): Promise<AccessAnswer>;

  /**
   * Asks for whole objects to be held from now on, unless `slipway.fleet.objects.enabled` is false. Kinds that were
   * listed before are listed once more.
   */
  holdObjects(): void;
  /**
   * Whole objects from memory; undefined when the fleet cannot answer as the API server would: the cluster or kind is
   * not held or not live, the selector is one that fleet does not read, or the cluster's own RBAC decides who may read.
   */
  getObjects(cluster: string, query: ObjectQuery): HeldObjects | undefined;
  getObjectsUsage(): ObjectsUsage;

  /**
   * Clusters that others know of, such as the stock Kubernetes plugin by its catalog and GKE locators: from now on
   * exactly these are watched beside those of the configuration, which win where names are the same. One that cannot
   * be used is left out with a warning.
   */
  offerClusters(clusters: ClusterDetails[]): void;
  /** Try a cluster now, without waiting for its back-off. */
  retry(cluster: string): void;
  /** Resolves once the first list of every reachable cluster is in, at the latest after `timeoutMs`. */
  whenReady(timeoutMs: number): Promise<void>;
  /** Calls back at most every 100 ms a cluster; returns how to stop. */
  onChange(listener: (change: FleetChange) => void): () => void;
  /** Count one view of an app by a person, for the account of saved requests. */
  countView(clusters: number): void;
  getRequestCounts(): FleetRequestCounts;
  /** What watching each cluster came to since the start. */
  getFigures(): ClusterFigures[];
}
