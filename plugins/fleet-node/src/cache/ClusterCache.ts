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
  OBJECT_KINDS,
  wholeCost,
  type KindName,
  type ProjectedEvent,
  type ProjectedKinds,
  type ProjectedObject,
  type ProjectedPod,
} from '../projection';
import { isOlder, type ReflectorTarget, type StagedList } from '../reflector';
import type { MemoryShare } from './MemoryShare';
import type { ObjectBudget } from './ObjectBudget';
import { ObjectStore } from './ObjectStore';
import { projectedCost } from './projectedCost';
import { RestartHistory } from './RestartHistory';

/** By which values objects are found without a search. */
export type CacheIndex = 'app' | 'owner' | 'node';

export type KindStore<K extends KindName> = ObjectStore<
  ProjectedKinds[K],
  CacheIndex
>;

/** Nobody is told of their changes: what is shown live does not come from them. */
const UNREPORTED: ReadonlySet<KindName> = new Set(
  OBJECT_KINDS.map(({ name }) => name),
);

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
    services: createStore(),
    configmaps: createStore(),
    limitranges: createStore(),
    resourcequotas: createStore(),
    cronjobs: createStore(),
    ingresses: createStore(),
  };

  readonly restarts: RestartHistory;
  readonly #interner = new Interner();
  readonly #onChanges: (changes: ObjectChange[]) => void;

  readonly #budget: ObjectBudget | undefined;
  readonly #memory: ((kind: KindName) => MemoryShare) | undefined;
  readonly #stopListening: (() => void) | undefined;
  #closed = false;
  /** What the lists under way count for in the budget, in bytes. */
  readonly #staged = new Map<KindName, number>();

  constructor(options: {
    onChanges(changes: ObjectChange[]): void;
    /** Without it no whole object is held. */
    budget?: ObjectBudget;
    /** Without it what is kept has no ceiling. */
    memory?(kind: KindName): MemoryShare;
    /** The cluster's clock, in epoch milliseconds. */
    now?(): number;
  }) {
    this.restarts = new RestartHistory(options.now);
    this.#onChanges = options.onChanges;
    this.#budget = options.budget;
    this.#memory = options.memory;
    this.#stopListening = options.budget?.onGivenUp(kind =>
      this.#dropWhole(kind),
    );
  }

  /** Where the reflector of a kind writes. */
  target<K extends KindName>(kind: K): ReflectorTarget<K> {
    const store: KindStore<K> = this.stores[kind];
    return {
      stage: options => this.#stage(kind, options?.afresh ?? false),
      apply: events => this.#apply(kind, events),
      versionOf: ({ namespace, name }) => store.get(namespace, name)?.version,
      newest: () => newestOf(store.values()),
    };
  }

  /** Lets go of all, and of its part of the budgets, once the cluster left the fleet; nobody is told of it. */
  close(): void {
    this.#closed = true;
    for (const kind of Object.keys(this.stores) as KindName[]) {
      this.#stage(kind, false).commit();
      this.#memory?.(kind).close();
    }
    this.#stopListening?.();
  }

  #stage<K extends KindName>(kind: K, afresh: boolean): StagedList<K> {
    const staged = this.stores[kind].stage({ afresh });
    const share = this.#memory?.(kind);
    let bytes = 0;
    // A list before that was never committed is gone now.
    this.#countStaged(kind, 0);
    share?.stage(0);
    return {
      add: objects => {
        const added = objects.map(object => this.#admit(kind, object));
        bytes = added.reduce((sum, one) => sum + projectedCost(one), bytes);
        share?.stage(bytes);
        const known = this.#staged.get(kind) ?? 0;
        this.#countStaged(kind, known + this.#addedCost(kind, added));
        staged.add(added);
      },
      commit: () => {
        this.#countStaged(kind, 0);
        share?.commit(bytes);
        this.#report(staged.commit().map(change => ({ kind, ...change })));
        if (!this.#budget?.holds(kind)) {
          this.#dropWhole(kind);
        }
      },
    };
  }

  #apply<K extends KindName>(kind: K, events: Array<ProjectedEvent<K>>): void {
    const store = this.stores[kind];
    const changes: ObjectChange[] = [];
    let bytes = 0;
    for (const event of events) {
      if (event.type === 'ADDED' || event.type === 'MODIFIED') {
        const after = this.#admit(kind, event.object);
        changes.push({ kind, before: store.set(after), after });
      } else if (event.type === 'DELETED') {
        changes.push({ kind, before: store.delete(event.object) });
      }
    }
    for (const { before, after } of changes) {
      bytes += projectedCost(after) - projectedCost(before);
    }
    this.#memory?.(kind).change(bytes);
    this.#report(changes);
  }

  #admit<K extends KindName>(
    kind: K,
    object: ProjectedKinds[K],
  ): ProjectedKinds[K] {
    if (object.whole && !this.#budget?.holds(kind)) {
      object.whole = undefined;
    }
    return this.#interner.intern(kind, object);
  }

  /** What a page adds to what is held; objects that did not change stay as they are. */
  #addedCost(kind: KindName, objects: ProjectedObject[]): number {
    if (!this.#budget?.holds(kind)) {
      return 0;
    }
    const store = this.stores[kind];
    return objects.reduce((sum, object) => {
      const before = store.get(object.namespace, object.name);
      const same = before?.whole && before.version === object.version;
      return same ? sum : sum + wholeCost(object);
    }, 0);
  }

  #countStaged(kind: KindName, bytes: number): void {
    const before = this.#staged.get(kind) ?? 0;
    this.#staged.set(kind, bytes);
    this.#budget?.change(kind, bytes - before);
  }

  #dropWhole(kind: KindName): void {
    for (const object of this.stores[kind].values()) {
      if (object.whole) {
        object.whole = undefined;
      }
    }
  }

  #report(changes: ObjectChange[]): void {
    for (const { kind, before, after } of changes) {
      this.#budget?.change(kind, wholeCost(after) - wholeCost(before));
      if (kind === 'pods') {
        this.restarts.record(
          before as ProjectedPod | undefined,
          after as ProjectedPod | undefined,
        );
      }
    }
    if (
      changes.length > 0 &&
      !this.#closed &&
      !UNREPORTED.has(changes[0].kind)
    ) {
      this.#onChanges(changes);
    }
  }
}

function newestOf(
  objects: Iterable<ProjectedObject>,
): ProjectedObject | undefined {
  let newest: ProjectedObject | undefined;
  for (const object of objects) {
    if (!newest || isOlder(newest.version, object.version)) {
      newest = object;
    }
  }
  return newest;
}

function createStore<T extends ProjectedObject>(
  node: (object: T) => string | undefined = () => undefined,
): ObjectStore<T, CacheIndex> {
  return new ObjectStore<T, CacheIndex>({
    app: object => object.labels[KUBERNETES_ID_LABEL],
    owner: object => object.owner?.uid,
    node,
  });
}
