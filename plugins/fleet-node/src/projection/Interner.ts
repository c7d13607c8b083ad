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
  ContainerSpec,
  KindName,
  NamedResources,
  OwnerReference,
  PodPlacement,
  ProjectedKinds,
  ProjectedPod,
} from './objects';

/** Entries a table holds before it starts anew: pod-template-hash labels come and go for ever. */
const MAX_ENTRIES = 50_000;

/**
 * Keeps one copy of what many objects of a cluster share: label sets and containers are the same for all pods of a
 * ReplicaSet, names of nodes and namespaces for many.
 */
export class Interner {
  readonly #strings = new Map<string, string>();
  readonly #labels = new Map<string, Readonly<Record<string, string>>>();
  readonly #containers = new Map<string, readonly ContainerSpec[]>();
  readonly #requests = new Map<string, Readonly<NamedResources>>();
  readonly #placements = new Map<string, Readonly<PodPlacement>>();
  readonly #owners = new Map<string, OwnerReference>();
  /** What a part was found to be: objects of one page share parts already. */
  readonly #known = new WeakMap<object, object>();

  /** Replaces shared parts of a projected object in place. */
  intern<K extends KindName>(
    kind: K,
    object: ProjectedKinds[K],
  ): ProjectedKinds[K] {
    object.namespace = this.#string(object.namespace);
    object.labels = this.#shared(this.#labels, object.labels);
    if (object.owner) {
      object.owner = this.#shared(this.#owners, object.owner);
    }
    if (kind === 'pods') {
      this.#internPod(object as ProjectedPod);
    }
    return object;
  }

  #internPod(pod: ProjectedPod): void {
    pod.node = pod.node && this.#string(pod.node);
    pod.containers = this.#shared(this.#containers, pod.containers);
    pod.requests = this.#shared(this.#requests, pod.requests);
    if (pod.placement) {
      pod.placement = this.#shared(this.#placements, pod.placement);
    }
    for (const status of pod.statuses) {
      status.name = this.#string(status.name);
      status.imageId = status.imageId && this.#string(status.imageId);
    }
    for (const condition of pod.conditions) {
      condition.type = this.#string(condition.type);
    }
  }

  #string(text: string): string {
    const known = this.#strings.get(text);
    if (known !== undefined) {
      return known;
    }
    remember(this.#strings, text, text);
    return text;
  }

  #shared<T extends object>(table: Map<string, T>, value: T): T {
    const same = this.#known.get(value);
    if (same) {
      return same as T;
    }
    const key = JSON.stringify(value);
    const known = table.get(key) ?? value;
    if (known === value) {
      remember(table, key, value);
    }
    this.#known.set(value, known);
    return known;
  }
}

function remember<T>(table: Map<string, T>, key: string, value: T): void {
  if (table.size >= MAX_ENTRIES) {
    table.clear();
  }
  table.set(key, value);
}
