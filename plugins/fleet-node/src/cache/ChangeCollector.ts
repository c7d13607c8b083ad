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
  KindName,
  ProjectedAutoscaler,
  ProjectedNode,
  ProjectedObject,
  ProjectedPod,
} from '../projection';
import type { AppSelector } from '../selector';
import type { FleetChange } from '../service/FleetService';
import type { ClusterCache, ObjectChange } from './ClusterCache';
import { belongsToApp, findWorkload } from './selectApp';

/** Changes are handed on at most this often. */
const INTERVAL_MS = 100;
/** Beyond this many changed objects every app counts as changed: telling them apart would cost more than it saves. */
const MAX_OBJECTS = 2_000;

/**
 * Collects what changed in a cluster for a short time, so that a thousand events make one message.
 */
export class ChangeCollector {
  readonly #cluster: string;
  readonly #cache: () => ClusterCache;
  readonly #emit: (change: FleetChange) => void;
  #objects: ProjectedObject[] = [];
  #everything = false;
  #clusterChanged = false;
  #statusesChanged = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: {
    cluster: string;
    cache(): ClusterCache;
    emit(change: FleetChange): void;
  }) {
    this.#cluster = options.cluster;
    this.#cache = options.cache;
    this.#emit = options.emit;
  }

  /** Objects were added, changed or removed. */
  addObjects(changes: readonly ObjectChange[]): void {
    for (const change of changes) {
      this.#clusterChanged ||= changesCluster(change);
      this.#statusesChanged ||= changesStatuses(change);
      if (change.kind !== 'nodes') {
        this.#addObject(change.kind, change.before);
        this.#addObject(change.kind, change.after);
      }
    }
    this.#schedule();
  }

  /** The cluster's freshness or version changed. */
  addCluster(): void {
    this.#clusterChanged = true;
    this.#schedule();
  }

  /** What is measured in the cluster changed. */
  addMetrics(): void {
    this.#statusesChanged = true;
    this.addCluster();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #addObject(kind: KindName, object: ProjectedObject | undefined): void {
    if (this.#objects.length >= MAX_OBJECTS) {
      this.#everything = true;
    } else if (object) {
      this.#objects.push(object);
      const workload = this.#targetOf(kind, object);
      if (workload) {
        this.#objects.push(workload);
      }
    }
  }

  /** An autoscaler often carries no label of the app whose replicas it sets. */
  #targetOf(
    kind: KindName,
    object: ProjectedObject,
  ): ProjectedObject | undefined {
    if (kind !== 'horizontalpodautoscalers') {
      return undefined;
    }
    const { namespace, target } = object as ProjectedAutoscaler;
    return findWorkload(this.#cache(), { namespace, ...target });
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), INTERVAL_MS);
  }

  #flush(): void {
    const objects = this.#objects;
    const everything = this.#everything;
    const clusterChanged = this.#clusterChanged;
    const statusesChanged = this.#statusesChanged;
    this.#objects = [];
    this.#everything = false;
    this.#clusterChanged = false;
    this.#statusesChanged = false;
    this.#timer = undefined;
    const cache = this.#cache();
    this.#emit({
      cluster: this.#cluster,
      clusterChanged,
      statusesChanged,
      affects: (selector: AppSelector) =>
        inScope(selector, this.#cluster) &&
        (everything ||
          objects.some(object => belongsToApp(cache, selector, object))),
    });
  }
}

/** Nodes change headroom, and so does a pod that comes, goes, finds a node or ends. */
function changesCluster({ kind, before, after }: ObjectChange): boolean {
  if (kind === 'nodes') {
    return true;
  }
  if (kind !== 'pods') {
    return false;
  }
  const one = before as ProjectedPod | undefined;
  const other = after as ProjectedPod | undefined;
  return one?.node !== other?.node || one?.phase !== other?.phase;
}

/** Pods on a node that is lost are failing, and the GPUs that they hold are the node's. */
function changesStatuses({ kind, before, after }: ObjectChange): boolean {
  if (kind !== 'nodes') {
    return false;
  }
  const one = before as ProjectedNode | undefined;
  const other = after as ProjectedNode | undefined;
  return (
    one?.ready !== other?.ready ||
    one?.gpuProduct !== other?.gpuProduct ||
    one?.gpuMemoryMiB !== other?.gpuMemoryMiB ||
    one?.allocatable.gpu !== other?.allocatable.gpu
  );
}

function inScope(selector: AppSelector, cluster: string): boolean {
  return selector.clusters.length === 0 || selector.clusters.includes(cluster);
}
