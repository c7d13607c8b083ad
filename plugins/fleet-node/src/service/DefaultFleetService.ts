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
  LoggerService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import type {
  AppClusterStatus,
  AppEvent,
  Cluster,
  ClusterResult,
  ClusterSlots,
  GpuNode,
  GpuSeries,
  InstancePage,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  FleetChange,
  FleetRequestCounts,
  FleetService,
} from './FleetService';

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
}

/**
 * The watch cache over real clusters.
 *
 * @public
 */
export class DefaultFleetService implements FleetService {
  readonly #listeners = new Set<(change: FleetChange) => void>();

  static create(options: DefaultFleetServiceOptions): DefaultFleetService {
    const service = new DefaultFleetService();
    options.lifecycle?.addShutdownHook(() => service.close());
    return service;
  }

  private constructor() {}

  listClusters(): Array<Omit<Cluster, 'writable'>> {
    return [];
  }

  getCluster(name: string): Omit<Cluster, 'writable'> {
    throw unknownCluster(name);
  }

  getGpuNodes(cluster: string): GpuNode[] {
    throw unknownCluster(cluster);
  }

  getSlots(cluster: string): ClusterSlots {
    throw unknownCluster(cluster);
  }

  getApp(): AppClusterStatus[] {
    return [];
  }

  getInstances(_selector: unknown, query: { cluster: string }): InstancePage {
    throw unknownCluster(query.cluster);
  }

  async getEvents(_selector: unknown, cluster: string): Promise<AppEvent[]> {
    throw unknownCluster(cluster);
  }

  async getGpuSeries(): Promise<GpuSeries> {
    return {
      start: 0,
      stepSeconds: 60,
      utilization: [],
      reporting: 0,
      idle: [],
    };
  }

  async readLogs(
    _selector: unknown,
    query: { cluster: string },
  ): Promise<Readable> {
    throw unknownCluster(query.cluster);
  }

  async apply(cluster: string): Promise<ClusterResult> {
    throw unknownCluster(cluster);
  }

  retry(cluster: string): void {
    throw unknownCluster(cluster);
  }

  async whenReady(): Promise<void> {}

  onChange(listener: (change: FleetChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  countView(): void {}

  getRequestCounts(): FleetRequestCounts {
    return { made: 0, saved: 0, views: 0, sinceSeconds: 0 };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}

function unknownCluster(name: string): NotFoundError {
  return new NotFoundError(`The fleet has no cluster ${name}.`);
}
