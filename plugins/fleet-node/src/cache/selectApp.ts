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

import type { WorkloadKind } from '@slipway/backstage-plugin-fleet-common';
import type {
  KindName,
  ProjectedAutoscaler,
  ProjectedObject,
  ProjectedPod,
  ProjectedReplicaSet,
  ProjectedWorkload,
} from '../projection';
import { matchesSelector, type AppSelector } from '../selector';
import type { CacheIndex, ClusterCache } from './ClusterCache';
import type { ObjectStore } from './ObjectStore';

/** A workload object with its kind. */
export interface SelectedWorkload {
  kind: WorkloadKind;
  object: ProjectedWorkload;
  /** ReplicaSets of a Deployment or Rollout. */
  replicaSets: ProjectedReplicaSet[];
  autoscaler?: ProjectedAutoscaler;
}

/** What belongs to an app in one cluster. */
export interface SelectedApp {
  workloads: SelectedWorkload[];
  pods: ProjectedPod[];
}

const WORKLOAD_KINDS = {
  deployments: 'Deployment',
  rollouts: 'Rollout',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  jobs: 'Job',
} as const satisfies Partial<Record<KindName, WorkloadKind>>;

type WorkloadKindName = keyof typeof WORKLOAD_KINDS;

/**
 * Chooses an app's workloads and pods: those that carry its labels, and the pods that the chosen workloads own.
 */
export function selectApp(
  cache: ClusterCache,
  selector: AppSelector,
): SelectedApp {
  const workloads = selectWorkloads(cache, selector);
  return { workloads, pods: selectPods(cache, selector, workloads) };
}

/** Whether an object is chosen by its own labels or by those of what owns it. */
export function belongsToApp(
  cache: ClusterCache,
  selector: AppSelector,
  object: ProjectedObject,
): boolean {
  if (matchesSelector(selector, object)) {
    return true;
  }
  const owner = findOwner(cache, object);
  return owner !== undefined && belongsToApp(cache, selector, owner);
}

function selectWorkloads(
  cache: ClusterCache,
  selector: AppSelector,
): SelectedWorkload[] {
  const names = Object.keys(WORKLOAD_KINDS) as WorkloadKindName[];
  return names.flatMap(name =>
    select(cache.stores[name], selector).map(object => {
      const kind = WORKLOAD_KINDS[name];
      return {
        kind,
        object,
        replicaSets: [...cache.stores.replicasets.by('owner', object.uid)],
        autoscaler: findAutoscaler(cache, kind, object),
      };
    }),
  );
}

function selectPods(
  cache: ClusterCache,
  selector: AppSelector,
  workloads: SelectedWorkload[],
): ProjectedPod[] {
  const { pods } = cache.stores;
  const chosen = new Set(select(pods, selector));
  for (const { object, replicaSets } of workloads) {
    for (const owner of [object, ...replicaSets]) {
      for (const pod of pods.by('owner', owner.uid)) {
        chosen.add(pod);
      }
    }
  }
  return [...chosen];
}

function select<T extends ProjectedObject>(
  store: ObjectStore<T, CacheIndex>,
  selector: AppSelector,
): T[] {
  const found: T[] = [];
  for (const object of candidates(store, selector)) {
    if (matchesSelector(selector, object)) {
      found.push(object);
    }
  }
  return found;
}

function* candidates<T extends ProjectedObject>(
  store: ObjectStore<T, CacheIndex>,
  selector: AppSelector,
): Iterable<T> {
  if (!selector.labels) {
    yield* store.by('app', selector.kubernetesId ?? '');
  } else if (selector.namespaces.length > 0) {
    for (const namespace of selector.namespaces) {
      yield* store.by('namespace', namespace);
    }
  } else {
    yield* store.values();
  }
}

function findOwner(
  cache: ClusterCache,
  object: ProjectedObject,
): ProjectedObject | undefined {
  if (!object.owner) {
    return undefined;
  }
  const { kind, name, uid } = object.owner;
  const owner =
    kind === 'ReplicaSet'
      ? cache.stores.replicasets.get(object.namespace, name)
      : findWorkload(cache, { kind, namespace: object.namespace, name });
  return owner?.uid === uid ? owner : undefined;
}

/** The workload of that kind and name, where fleet watches the kind. */
export function findWorkload(
  cache: ClusterCache,
  reference: { kind: string; namespace: string; name: string },
): ProjectedWorkload | undefined {
  const names = Object.keys(WORKLOAD_KINDS) as WorkloadKindName[];
  const store = names.find(name => WORKLOAD_KINDS[name] === reference.kind);
  return store && cache.stores[store].get(reference.namespace, reference.name);
}

function findAutoscaler(
  cache: ClusterCache,
  kind: WorkloadKind,
  { namespace, name }: ProjectedWorkload,
): ProjectedAutoscaler | undefined {
  const inNamespace = cache.stores.horizontalpodautoscalers.by(
    'namespace',
    namespace,
  );
  for (const autoscaler of inNamespace) {
    const { target } = autoscaler;
    if (target.kind === kind && target.name === name) {
      return autoscaler;
    }
  }
  return undefined;
}
