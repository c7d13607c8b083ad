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

import { KUBERNETES_ID_LABEL } from '@slipway/backstage-plugin-fleet-common';
import {
  Interner,
  type KindName,
  type ProjectedEvent,
  type ProjectedKinds,
  type ProjectedObject,
  type ProjectedPod,
} from '../projection';
import type { ReflectorTarget, StagedList } from '../reflector';
import { ObjectStore } from './ObjectStore';
import { RestartHistory } from './RestartHistory';

/** By which values objects are found without a search. */
export type CacheIndex = 'app' | 'namespace' | 'owner' | 'node';

export type KindStore<K extends KindName> = ObjectStore<
  ProjectedKinds[K],
  CacheIndex
>;

type Stores = { [K in KindName]: KindStore<K> };

/** An object as it was or is; both are there when it changed. */
export interface ObjectChange {
  kind: KindName;
  before?: ProjectedObject;
  after?: ProjectedObject;
}

/**
 * What fleet knows of one cluster.
 */
export class ClusterCache {
  readonly stores: Stores = {
    nodes: createStore(),
    pods: createStore(pod => pod.node),
    deployments: createStore(),
    replicasets: createStore(),
    statefulsets: createStore(),
    daemonsets: createStore(),
    jobs: createStore(),
    rollouts: createStore(),
    horizontalpodautoscalers: createStore(),
  };

  readonly restarts = new RestartHistory();
  readonly #interner = new Interner();
  readonly #onChanges: (changes: ObjectChange[]) => void;

  constructor(options: { onChanges(changes: ObjectChange[]): void }) {
    this.#onChanges = options.onChanges;
  }

  /** Where the reflector of a kind writes. */
  target<K extends KindName>(kind: K): ReflectorTarget<K> {
    return {
      stage: () => this.#stage(kind),
      apply: events => this.#apply(kind, events),
    };
  }

  #stage<K extends KindName>(kind: K): StagedList<K> {
    const staged = this.stores[kind].stage();
    return {
      add: objects =>
        staged.add(objects.map(object => this.#interner.intern(kind, object))),
      commit: () =>
        this.#report(staged.commit().map(change => ({ kind, ...change }))),
    };
  }

  #apply<K extends KindName>(kind: K, events: Array<ProjectedEvent<K>>): void {
    const store = this.stores[kind];
    const changes: ObjectChange[] = [];
    for (const event of events) {
      if (event.type === 'ADDED' || event.type === 'MODIFIED') {
        const after = this.#interner.intern(kind, event.object);
        changes.push({ kind, before: store.set(after), after });
      } else if (event.type === 'DELETED') {
        changes.push({ kind, before: store.delete(event.object) });
      }
    }
    this.#report(changes);
  }

  #report(changes: ObjectChange[]): void {
    for (const { kind, before, after } of changes) {
      if (kind === 'pods') {
        this.restarts.record(
          before as ProjectedPod | undefined,
          after as ProjectedPod | undefined,
        );
      }
    }
    if (changes.length > 0) {
      this.#onChanges(changes);
    }
  }
}

function createStore<T extends ProjectedObject>(
  node: (object: T) => string | undefined = () => undefined,
): ObjectStore<T, CacheIndex> {
  return new ObjectStore<T, CacheIndex>({
    app: object => object.labels[KUBERNETES_ID_LABEL],
    namespace: object => object.namespace || undefined,
    owner: object => object.owner?.uid,
    node,
  });
}
