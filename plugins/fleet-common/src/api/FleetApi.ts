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

import type {
  AppEvent,
  AppStatus,
  ApplyRequest,
  ApplyResult,
  ClusterDetails,
  ClusterNamespaces,
  ClusterSlots,
  CreateNamespaceRequest,
  DeleteRequest,
  DeleteResult,
  FleetSummary,
  FleetUpdate,
  GpuSeries,
  InstancePage,
  InstanceSize,
  NodeHeadroom,
  SlotsRequest,
  NamespaceQuery,
  PlanRequest,
  PlanResult,
  UpdateSubscription,
  WaitRequest,
  WaitResult,
} from '../types';

/** @public */
export interface FleetRequestOptions {
  /** A Backstage token; a browser's fetch adds its own. */
  token?: string;
  signal?: AbortSignal;
}

/** @public */
export interface InstanceQuery {
  cluster: string;
  /** Which instances: all, or only those that are not ready. */
  filter?: 'all' | 'not-ready';
  /** Part of the name or node. */
  search?: string;
  offset?: number;
  /** At most 5,000. */
  limit?: number;
}

/** @public */
export interface LogQuery {
  cluster: string;
  namespace: string;
  pod: string;
  container?: string;
  /** The run before the last restart. */
  previous?: boolean;
  tailLines?: number;
}

/**
 * The API of fleet-backend, the same in the browser and in other backends.
 *
 * Errors are `ResponseError` of `@backstage/errors`.
 *
 * @public
 */
export interface FleetApi {
  getFleet(options?: FleetRequestOptions): Promise<FleetSummary>;
  getCluster(
    name: string,
    options?: FleetRequestOptions,
  ): Promise<ClusterDetails>;
  /** What is free on each node. */
  getNodes(
    cluster: string,
    options?: FleetRequestOptions,
  ): Promise<NodeHeadroom[]>;
  /** Slots of a size, or of a pod template. */
  getSlots(
    input: InstanceSize | SlotsRequest,
    options?: FleetRequestOptions,
  ): Promise<ClusterSlots[]>;
  getApp(entityRef: string, options?: FleetRequestOptions): Promise<AppStatus>;
  getApps(
    entityRefs: string[],
    options?: FleetRequestOptions,
  ): Promise<AppStatus[]>;
  getInstances(
    entityRef: string,
    query: InstanceQuery,
    options?: FleetRequestOptions,
  ): Promise<InstancePage>;
  getEvents(
    entityRef: string,
    query: { cluster: string },
    options?: FleetRequestOptions,
  ): Promise<AppEvent[]>;
  getLogs(
    entityRef: string,
    query: LogQuery,
    options?: FleetRequestOptions,
  ): Promise<string>;
  /** Yields the log as it grows; ends when the container ends. */
  followLogs(
    entityRef: string,
    query: LogQuery,
    options?: FleetRequestOptions,
  ): AsyncIterable<string>;
  getGpuSeries(
    entityRef: string,
    query: { range: '1h' | '24h' | '7d' },
    options?: FleetRequestOptions,
  ): Promise<GpuSeries>;
  /** Try a cluster again now, without waiting for its back-off. */
  retryCluster(name: string, options?: FleetRequestOptions): Promise<void>;
  apply(
    request: ApplyRequest,
    options?: FleetRequestOptions,
  ): Promise<ApplyResult>;
  /** What an apply would do; what is wrong with the manifests is data here, not an error. */
  plan(
    request: PlanRequest,
    options?: FleetRequestOptions,
  ): Promise<PlanResult>;
  /** What is gone already counts as done. */
  deleteObjects(
    request: DeleteRequest,
    options?: FleetRequestOptions,
  ): Promise<DeleteResult>;
  /** Answers within `timeoutSeconds` with the state then; ask again while it is `waiting`. */
  waitForObjects(
    request: WaitRequest,
    options?: FleetRequestOptions,
  ): Promise<WaitResult>;
  createNamespace(
    request: CreateNamespaceRequest,
    options?: FleetRequestOptions,
  ): Promise<ApplyResult>;
  /** The namespaces that the caller may use, of each cluster that was asked for. */
  getNamespaces(
    query: NamespaceQuery,
    options?: FleetRequestOptions,
  ): Promise<ClusterNamespaces[]>;
  registerEntity(
    entity: Record<string, unknown>,
    options?: FleetRequestOptions,
  ): Promise<{ entityRef: string }>;
  /** Takes an entity that was registered through Slipway out of the catalog; one that is gone already counts as done. */
  unregisterEntity(
    entityRef: string,
    options?: FleetRequestOptions,
  ): Promise<void>;
  /** Yields an update when something that is subscribed to changes; ends when the connection does. */
  updates(
    subscription: UpdateSubscription,
    options?: FleetRequestOptions,
  ): AsyncIterable<FleetUpdate>;
}
