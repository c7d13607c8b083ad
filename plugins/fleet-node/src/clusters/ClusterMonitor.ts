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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type {
  Freshness,
  KindStatus,
} from '@slipway/backstage-plugin-fleet-common';
import {
  ChangeCollector,
  ClusterCache,
  FreshnessTracker,
  kindState,
  type KindReport,
  type MemoryBudget,
  type MemoryShare,
  type ObjectBudget,
} from '../cache';
import { monotonicNow, toEpoch } from '../clock';
import type { ClusterSettings, WatchConfig } from '../config';
import {
  OBJECT_KINDS,
  WATCHED_KINDS,
  type KindName,
  type Projector,
  type WatchedKind,
} from '../projection';
import {
  Reflector,
  type ListGate,
  type ReflectorOptions,
  type ReflectorStatus,
} from '../reflector';
import type { ClusterFigures } from '../service/FleetFigures';
import type { ClusterOutline, FleetChange } from '../service/FleetService';
import { ClusterTransport, type RequestCounter } from '../transport';
import type { ClusterCredentials } from './ClusterCredentials';
import { ClusterObjects, projectionWithObjects } from './ClusterObjects';
import { ClusterProbe } from './ClusterProbe';

/** How often viewers hear that live data is still live. */
const AS_OF_INTERVAL_MS = 10_000;

export interface ClusterMonitorOptions {
  details: ClusterDetails;
  settings: ClusterSettings;
  credentials: ClusterCredentials;
  config: WatchConfig;
  /** Shared by the fleet. */
  counter: RequestCounter;
  projector: Projector;
  /** Shared by the fleet. */
  budget: ObjectBudget;
  /** Shared by the fleet. */
  memory: MemoryBudget;
  gate: ListGate;
  logger: LoggerService;
  onChange(change: FleetChange): void;
}

/**
 * One cluster of the fleet: its connection, its reflectors, what they know, and how far that can be trusted. It shares
 * nothing with other clusters that one of them could hold up.
 */
export class ClusterMonitor {
  readonly name: string;
  readonly title: string | undefined;
  readonly settings: ClusterSettings;
  /** Address of the API server. */
  readonly url: string;
  readonly cache: ClusterCache;
  readonly objects: ClusterObjects;
  readonly transport: ClusterTransport;
  readonly #logger: LoggerService;
  readonly #changes: ChangeCollector;
  readonly #probe: ClusterProbe;
  readonly #reflectors: Array<{
    kind: (typeof WATCHED_KINDS)[number];
    reflector: Reflector<KindName>;
  }>;
  readonly #tracker: FreshnessTracker;
  readonly #shares: ReadonlyMap<KindName, MemoryShare>;
  #state: Freshness['state'];
  #version: string | undefined;
  #toldAsOfAt = -Infinity;
  #onListed: Array<() => void> = [];

  /** @throws an error when the cluster's CA cannot be read */
  static create(options: ClusterMonitorOptions): ClusterMonitor {
    return new ClusterMonitor(options);
  }

  private constructor(options: ClusterMonitorOptions) {
    const { details, settings, config, budget, memory, gate } = options;
    this.name = details.name;
    this.title = settings.title ?? details.title;
    this.url = details.url;
    this.settings = settings;
    this.#logger = options.logger.child({ cluster: details.name });
    this.#changes = new ChangeCollector({
      cluster: this.name,
      cache: () => this.cache,
      emit: options.onChange,
    });
    this.#shares = new Map(
      [...WATCHED_KINDS, ...OBJECT_KINDS].map(({ name }) => [
        name,
        memory.share(details.name, name),
      ]),
    );
    this.cache = new ClusterCache({
      onChanges: changes => this.#changes.addObjects(changes),
      budget,
      memory: kind => this.#share(kind),
      now: () => this.now(),
    });
    this.transport = ClusterTransport.create({
      details,
      credentials: options.credentials,
      counter: options.counter,
      timeoutMs: config.requestTimeoutMs,
    });
    const projector = projectionWithObjects(options.projector, budget);
    const createReflector = (
      kind: WatchedKind,
      onStatus: ReflectorOptions<KindName>['onStatus'],
    ) => {
      const room = this.#share(kind.name);
      const reflector = new Reflector<KindName>({
        kind,
        projector,
        gate,
        config,
        transport: this.transport,
        target: this.cache.target(kind.name),
        room,
        onStatus,
      });
      room.onLeave(reason => reflector.giveUp(reason));
      return reflector;
    };
    this.#reflectors = WATCHED_KINDS.map(kind => ({
      kind,
      reflector: createReflector(kind, (status, before) =>
        this.#onStatus(status, before),
      ),
    }));
    this.objects = new ClusterObjects({
      budget,
      cache: this.cache,
      watched: this.#reflectors,
      createReflector: kind => createReflector(kind, () => {}),
    });
    this.#probe = new ClusterProbe({
      transport: this.transport,
      lastDataAt: () => this.#lastDataAt(),
      onVersion: version => this.#onVersion(version),
      onSilence: error => {
        this.#forEach(one => one.interrupt(error));
        this.objects.interrupt(error);
      },
    });
    this.#tracker = new FreshnessTracker(this.name);
    this.#state = this.freshness().state;
  }

  /** The cluster's clock, by which the times in its objects are; epoch milliseconds. */
  now(): number {
    return this.transport.clock.now();
  }

  /** Version of the API server; undefined until it was heard. */
  get version(): string | undefined {
    return this.#version;
  }

  start(): void {
    this.#forEach(reflector => reflector.start());
    this.objects.start();
    this.#probe.start();
    this.#probe.ask();
  }

  /** Try now, without waiting for back-off. */
  retry(): void {
    this.#forEach(reflector => {
      if (reflector.status.condition !== 'watching') {
        reflector.retryNow();
      }
    });
    this.objects.retry();
    this.#probe.ask();
  }

  /** Something that is measured changed. */
  touch(): void {
    this.#changes.addMetrics();
  }

  outline(): ClusterOutline {
    const { location, group, labels } = this.settings;
    return {
      name: this.name,
      title: this.title,
      location,
      group,
      labels,
      freshness: this.freshness(),
    };
  }

  freshness(): Freshness {
    return this.#tracker.read(
      this.#reflectors.map(
        ({ kind, reflector }): KindReport => ({
          name: kind.name,
          status: reflector.status,
        }),
      ),
    );
  }

  kinds(): KindStatus[] {
    return this.#reflectors.map(({ kind, reflector: { status } }) => ({
      kind: kind.kind,
      state: kindState(status),
      objects: this.cache.stores[kind.name].size,
      asOf:
        status.asOf === undefined
          ? undefined
          : new Date(toEpoch(status.asOf)).toISOString(),
      reason: status.error && `${this.name} ${status.error.message}.`,
    }));
  }

  figures(): ClusterFigures {
    return {
      cluster: this.name,
      requests: Object.fromEntries(this.transport.requests),
      kinds: this.#reflectors.map(({ kind, reflector }) => ({
        kind: kind.kind,
        objects: this.cache.stores[kind.name].size,
        bytes: this.#share(kind.name).bytes,
        ...reflector.figures,
      })),
    };
  }

  /** Whether absence from the cache means absence from the cluster, as of the last state that is known. */
  isListed(): boolean {
    return this.#reflectors.every(
      ({ kind, reflector: { status } }) =>
        status.listed ||
        (status.condition === 'denied' && kind.name !== 'pods') ||
        status.condition === 'not-installed',
    );
  }

  /** Resolves once there is an answer to every first list, a refusal included. */
  whenListed(): Promise<void> {
    return new Promise(resolve => {
      this.#onListed.push(resolve);
      this.#tellListed();
    });
  }

  async close(): Promise<void> {
    this.#probe.close();
    this.#changes.close();
    await Promise.all([
      ...this.#reflectors.map(({ reflector }) => reflector.close()),
      this.objects.close(),
      this.transport.close(),
    ]);
    this.cache.close();
  }

  #onStatus(status: ReflectorStatus, before: ReflectorStatus): void {
    const { state, reason } = this.freshness();
    if (state !== this.#state) {
      this.#state = state;
      this.#log(state, reason);
      this.#changes.addCluster();
    } else if (monotonicNow() - this.#toldAsOfAt > AS_OF_INTERVAL_MS) {
      this.#toldAsOfAt = monotonicNow();
      this.#changes.addCluster();
    } else if (status.condition === 'listing' && status.progress) {
      this.#changes.addCluster();
    }
    if (status.condition === 'watching' && before.condition !== 'watching') {
      this.#onAnswer();
    }
    this.#tellListed();
  }

  /** One kind got through, so the others need not wait for their back-off to end. */
  #onAnswer(): void {
    const waiting = this.#reflectors.filter(
      ({ reflector: { status } }) =>
        status.nextTryAt !== undefined &&
        status.condition !== 'not-installed' &&
        status.error?.kind !== 'no-room',
    );
    if (waiting.length > 0) {
      waiting.forEach(({ reflector }) => reflector.retryNow());
      this.objects.retry();
      this.#probe.ask();
    }
  }

  #onVersion(version: string): void {
    if (this.#version !== version) {
      this.#version = version;
      this.#changes.addCluster();
    }
  }

  #log(state: Freshness['state'], reason: string | undefined): void {
    if (state === 'live' || state === 'catching-up') {
      this.#logger.info(`Cluster ${this.name} is ${state}`);
    } else {
      this.#logger.warn(`Cluster ${this.name} is ${state}: ${reason}`);
    }
  }

  #tellListed(): void {
    const answered = this.#reflectors.every(
      ({ reflector: { status } }) =>
        status.listed || status.condition !== 'listing',
    );
    if (answered) {
      this.#onListed.splice(0).forEach(tell => tell());
    }
  }

  #lastDataAt(): number {
    return Math.max(
      ...this.#reflectors.map(
        ({ reflector }) => reflector.status.asOf ?? -Infinity,
      ),
    );
  }

  #share(kind: KindName): MemoryShare {
    return this.#shares.get(kind)!;
  }

  #forEach(visit: (reflector: Reflector<KindName>) => void): void {
    this.#reflectors.forEach(({ reflector }) => visit(reflector));
  }
}
