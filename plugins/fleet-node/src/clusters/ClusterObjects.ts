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

import {
  selectObjects,
  type ClusterCache,
  type ObjectBudget,
  type ObjectChoice,
  type SelectedObjects,
} from '../cache';
import { toEpoch } from '../clock';
import {
  OBJECT_KINDS,
  type KindName,
  type Projection,
  type Projector,
  type WatchedKind,
} from '../projection';
import type { Reflector } from '../reflector';
import type { TransportError } from '../transport';

interface HeldKind {
  kind: WatchedKind;
  reflector: Reflector<KindName>;
}

export interface ClusterObjectsOptions {
  budget: ObjectBudget;
  cache: ClusterCache;
  /** The kinds that fleet watches anyway. */
  watched: readonly HeldKind[];
  createReflector(kind: WatchedKind): Reflector<KindName>;
}

/**
 * The whole objects of one cluster: those of the kinds that fleet watches anyway, and of a few that are watched for
 * them alone. How these are does not count for the cluster's freshness.
 */
export class ClusterObjects {
  readonly #budget: ObjectBudget;
  readonly #cache: ClusterCache;
  readonly #watched: readonly HeldKind[];
  readonly #createReflector: ClusterObjectsOptions['createReflector'];
  readonly #extra = new Map<KindName, HeldKind>();
  readonly #stopListening: () => void;
  #closed = false;

  constructor(options: ClusterObjectsOptions) {
    this.#budget = options.budget;
    this.#cache = options.cache;
    this.#watched = options.watched;
    this.#createReflector = options.createReflector;
    this.#stopListening = options.budget.onGivenUp(kind => this.#stop(kind));
  }

  /** Starts to watch what is watched for whole objects alone, as far as the budget holds it. */
  start(): void {
    for (const kind of OBJECT_KINDS) {
      const known = this.#extra.has(kind.name);
      if (!this.#closed && !known && this.#budget.holds(kind.name)) {
        const reflector = this.#createReflector(kind);
        this.#extra.set(kind.name, { kind, reflector });
        reflector.start();
      }
    }
  }

  /** Whole objects are wanted from now on: what is there already was listed without them. */
  hold(): void {
    for (const { kind, reflector } of this.#watched) {
      if (this.#budget.holds(kind.name)) {
        reflector.relist();
      }
    }
    this.start();
  }

  retry(): void {
    for (const { reflector } of this.#extra.values()) {
      if (reflector.status.condition !== 'watching') {
        reflector.retryNow();
      }
    }
  }

  /** The cluster seems to be gone. */
  interrupt(reason: TransportError): void {
    this.#extra.forEach(({ reflector }) => reflector.interrupt(reason));
  }

  /** @returns undefined when the kind is not held or not live; `asOf` in epoch milliseconds */
  select(
    name: KindName,
    choice: ObjectChoice,
  ): (SelectedObjects & { asOf: number }) | undefined {
    const held =
      this.#extra.get(name) ??
      this.#watched.find(({ kind }) => kind.name === name);
    const { condition, listed, asOf } = held?.reflector.status ?? {};
    if (
      !this.#budget.holds(name) ||
      condition !== 'watching' ||
      !listed ||
      asOf === undefined
    ) {
      return undefined;
    }
    const selected = selectObjects(this.#cache, name, choice);
    return selected && { asOf: toEpoch(asOf), ...selected };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    await Promise.all(
      [...this.#extra.values()].map(({ reflector }) => reflector.close()),
    );
  }

  /** What is watched for whole objects alone need not be watched without them. */
  #stop(kind: KindName): void {
    const extra = this.#extra.get(kind);
    if (extra) {
      this.#extra.delete(kind);
      this.#cache.target(kind).stage().commit();
      // It ends with the request that is under way; the cluster waits for nothing of it.
      extra.reflector.close().catch(() => {});
    }
  }
}

/** The projector, which also keeps whole objects of the kinds that the budget holds now. */
export function projectionWithObjects(
  projector: Projector,
  budget: ObjectBudget,
): Projection {
  return {
    projectPage: (kind, blocks) =>
      projector.projectPage(kind, blocks, budget.holds(kind)),
    projectEvents: (kind, bytes) =>
      projector.projectEvents(kind, bytes, budget.holds(kind)),
  };
}
