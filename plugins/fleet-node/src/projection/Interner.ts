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

import { hash } from 'node:crypto';
import type {
  ContainerSpec,
  ContainerStatus,
  KindName,
  NamedResources,
  OwnerReference,
  PodPlacement,
  ProjectedCondition,
  ProjectedKinds,
  ProjectedPod,
  Termination,
} from './objects';

/** Entries a table holds before it starts anew: pod-template-hash labels come and go for ever. */
const MAX_ENTRIES = 50_000;

/** With none of its fields left out, though they may be undefined: a new field must not get lost here. */
type Complete<T> = { [K in keyof Required<T>]: T[K] };

/**
 * A class, since a literal of four fields begins with the shape of `{}`: where that is used up (see
 * `worker/projector.js`), V8 makes a dictionary of it, of 450 bytes.
 */
class KeptTermination implements Complete<Termination> {
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly exitCode: number | undefined;
  readonly finishedAt: number | undefined;

  constructor(ended: Termination) {
    this.reason = ended.reason;
    this.message = ended.message;
    this.exitCode = ended.exitCode;
    this.finishedAt = ended.finishedAt;
  }
}

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

  /** @returns the object to keep, with shared parts in place of its own; it may be the one that was given */
  intern<K extends KindName>(
    kind: K,
    object: ProjectedKinds[K],
  ): ProjectedKinds[K] {
    object.namespace = this.#string(object.namespace);
    object.labels = this.#shared(this.#labels, object.labels);
    if (object.owner) {
      object.owner = this.#shared(this.#owners, object.owner);
    }
    return kind === 'pods'
      ? (this.#pod(object as ProjectedPod) as ProjectedKinds[K])
      : object;
  }

  /**
   * Made anew, with all its parts: objects that came from another thread have more room than they need, and may each have
   * a shape of their own (see `worker/projector.js`), where V8 keeps one shape for all objects of one literal.
   */
  #pod(pod: ProjectedPod): Complete<ProjectedPod> {
    return {
      name: pod.name,
      uid: pod.uid,
      version: pod.version,
      namespace: pod.namespace,
      labels: pod.labels,
      owner: pod.owner,
      createdAt: pod.createdAt,
      deletedAt: pod.deletedAt,
      whole: pod.whole,
      node: pod.node && this.#string(pod.node),
      phase: this.#string(pod.phase),
      reason: pod.reason && this.#string(pod.reason),
      message: pod.message,
      startedAt: pod.startedAt,
      conditions: pod.conditions.map(condition => this.#condition(condition)),
      requests: this.#shared(this.#requests, pod.requests),
      placement: pod.placement && this.#shared(this.#placements, pod.placement),
      containers: this.#shared(this.#containers, pod.containers),
      statuses: pod.statuses.map(status => this.#status(status)),
    };
  }

  #condition(condition: ProjectedCondition): Complete<ProjectedCondition> {
    return {
      type: this.#string(condition.type),
      status: this.#string(condition.status),
      reason: condition.reason && this.#string(condition.reason),
      message: condition.message,
      since: condition.since,
    };
  }

  #status(status: ContainerStatus): Complete<ContainerStatus> {
    const { waiting } = status;
    return {
      name: this.#string(status.name),
      ready: status.ready,
      restarts: status.restarts,
      imageId: status.imageId && this.#string(status.imageId),
      waiting: waiting && {
        reason: waiting.reason && this.#string(waiting.reason),
        message: waiting.message,
      },
      terminated: this.#termination(status.terminated),
      runningSince: status.runningSince,
      last: this.#termination(status.last),
    };
  }

  #termination(ended: Termination | undefined): Termination | undefined {
    const reason = ended?.reason && this.#string(ended.reason);
    return ended && new KeptTermination({ ...ended, reason });
  }

  #string<T extends string>(text: T): T {
    const known = this.#strings.get(text);
    if (known !== undefined) {
      return known as T;
    }
    remember(this.#strings, text, text);
    return text;
  }

  #shared<T extends object>(table: Map<string, T>, value: T): T {
    const same = this.#known.get(value);
    if (same) {
      return same as T;
    }
    // The text itself would take as much as what it stands for.
    const key = hash('sha256', JSON.stringify(value), 'base64');
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
