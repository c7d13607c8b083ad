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
import type {
  AppClusterStatus,
  AppEvent,
  Cluster,
  ClusterResult,
  ClusterSlots,
  GpuNode,
  GpuSeries,
  InstancePage,
  InstanceQuery,
  InstanceSize,
  KubernetesObject,
  LogQuery,
} from '@slipway/backstage-plugin-fleet-common';
import type { AppSelector } from '../selector';

/**
 * What changed in one cluster since the last message, collected over a short time.
 *
 * @public
 */
export interface FleetChange {
  cluster: string;
  /** Whether the cluster's freshness, nodes or metrics changed. */
  clusterChanged: boolean;
  /** Whether an object that the selector chooses was added, changed or removed. */
  affects(selector: AppSelector): boolean;
}

/** @public */
export interface ApplyOptions {
  dryRun: boolean;
  force: boolean;
  /** Entity ref of who asked; written to the object as an annotation. */
  initiator: string;
  /** Goes with objects that name no namespace and whose kind has one. */
  namespace?: string;
  signal?: AbortSignal;
}

/** @public */
export interface FleetRequestCounts {
  /** Requests sent to API servers in the last hour. */
  made: number;
  /** What the views of the last hour would have cost the stock plugin. */
  saved: number;
  views: number;
  sinceSeconds: number;
}

/**
 * One watch cache over every cluster, shared by all plugins of a backend.
 *
 * It reads with Slipway's own service account: **callers authorise every read per user** before they hand on what
 * these methods return. Reads are answered from memory and never wait for an API server, save events and logs.
 *
 * @public
 */
export interface FleetService {
  listClusters(): Array<Omit<Cluster, 'writable'>>;
  /** @throws NotFoundError */
  getCluster(name: string): Omit<Cluster, 'writable'>;
  getGpuNodes(cluster: string): GpuNode[];
  getSlots(cluster: string, size: InstanceSize): ClusterSlots;

  /** One entry for each of `clusters` where the app runs or ran, or which cannot say whether it does. */
  getApp(selector: AppSelector, clusters: string[]): AppClusterStatus[];
  getInstances(selector: AppSelector, query: InstanceQuery): InstancePage;
  getEvents(selector: AppSelector, cluster: string): Promise<AppEvent[]>;
  getGpuSeries(
    selector: AppSelector,
    clusters: string[],
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

  /** Server-side apply with the field manager `slipway`, in order; never throws for what a cluster answers. */
  apply(
    cluster: string,
    manifests: KubernetesObject[],
    options: ApplyOptions,
  ): Promise<ClusterResult>;

  /** Try a cluster now, without waiting for its back-off. */
  retry(cluster: string): void;
  /** Resolves once the first list of every reachable cluster is in, at the latest after `timeoutMs`. */
  whenReady(timeoutMs: number): Promise<void>;
  /** Calls back at most every 100 ms a cluster; returns how to stop. */
  onChange(listener: (change: FleetChange) => void): () => void;
  /** Count one view of an app by a person, for the account of saved requests. */
  countView(clusters: number): void;
  getRequestCounts(): FleetRequestCounts;
}
