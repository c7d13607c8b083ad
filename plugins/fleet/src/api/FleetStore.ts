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
  AppStatus,
  FleetApi,
  FleetSummary,
  FleetUpdate,
  UpdateSubscription,
} from '@slipway/backstage-plugin-fleet-common';
import { toError } from '@backstage/errors';
import { isDenied, type Snapshot } from './Snapshot';
import { UpdateStream } from './UpdateStream';

/** When the stream brings no first value for so long, it is asked for by GET. */
const FIRST_VALUE_TIMEOUT_MS = 1_500;

/** What a view can have open. */
export type Topic =
  | { type: 'fleet' }
  | { type: 'app'; entityRef: string }
  | { type: 'instances'; entityRef: string; cluster: string };

/** What each kind of topic yields; instances yield how often they changed, and views load their page again. */
export interface TopicValues {
  fleet: FleetSummary;
  app: AppStatus;
  instances: number;
}

type Value = TopicValues[Topic['type']];

interface Entry {
  topic: Topic;
  listeners: Set<() => void>;
  snapshot: Snapshot<Value>;
  firstValueTimer?: ReturnType<typeof setTimeout>;
  request?: AbortController;
}

const LOADING: Snapshot<Value> = { state: 'loading', connected: true };

/** The values that the mounted views show, kept up to date by one stream for all of them. */
export class FleetStore {
  readonly #api: FleetApi;
  readonly #entries = new Map<string, Entry>();
  readonly #stream: UpdateStream;

  static create(api: FleetApi): FleetStore {
    return new FleetStore(api);
  }

  private constructor(api: FleetApi) {
    this.#api = api;
    this.#stream = UpdateStream.create({
      api,
      onUpdate: update => this.#onUpdate(update),
      onBroken: () => this.#onBroken(),
    });
  }

  getSnapshot<T extends Topic>(topic: T): Snapshot<TopicValues[T['type']]> {
    const entry = this.#entries.get(keyOf(topic));
    return (entry?.snapshot ?? LOADING) as Snapshot<TopicValues[T['type']]>;
  }

  /** Keep a topic up to date until the returned function is called. */
  subscribe(topic: Topic, listener: () => void): () => void {
    const key = keyOf(topic);
    const entry = this.#entries.get(key) ?? this.#open(key, topic);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0) {
        this.#close(key, entry);
      }
    };
  }

  /** Ask again now for what could not be read. */
  retry(topic: Topic): void {
    const entry = this.#entries.get(keyOf(topic));
    if (entry) {
      this.#set(entry, {
        ...entry.snapshot,
        ...LOADING,
        value: entry.snapshot.value,
      });
      this.#load(entry);
      this.#stream.reconnectNow();
    }
  }

  #open(key: string, topic: Topic): Entry {
    const entry: Entry = { topic, listeners: new Set(), snapshot: LOADING };
    if (topic.type === 'instances') {
      entry.snapshot = { state: 'ready', value: 0, connected: true };
    } else {
      entry.firstValueTimer = setTimeout(
        () => this.#load(entry),
        FIRST_VALUE_TIMEOUT_MS,
      );
    }
    this.#entries.set(key, entry);
    this.#stream.setSubscription(this.#subscription());
    return entry;
  }

  #close(key: string, entry: Entry): void {
    clearTimeout(entry.firstValueTimer);
    entry.request?.abort();
    this.#entries.delete(key);
    this.#stream.setSubscription(this.#subscription());
  }

  #subscription(): UpdateSubscription | undefined {
    const topics = [...this.#entries.values()].map(entry => entry.topic);
    if (topics.length === 0) {
      return undefined;
    }
    return {
      fleet: topics.some(topic => topic.type === 'fleet'),
      apps: topics.flatMap(topic =>
        topic.type === 'app' ? [topic.entityRef] : [],
      ),
      instances: topics.flatMap(topic =>
        topic.type === 'instances'
          ? [{ entityRef: topic.entityRef, cluster: topic.cluster }]
          : [],
      ),
    };
  }

  #onUpdate(update: FleetUpdate): void {
    this.#markConnected(true);
    switch (update.type) {
      case 'fleet':
        this.#setValue({ type: 'fleet' }, update.summary);
        break;
      case 'app':
        this.#setValue(
          { type: 'app', entityRef: update.status.entityRef },
          update.status,
        );
        break;
      case 'instances': {
        const { entityRef, cluster } = update;
        const topic = { type: 'instances' as const, entityRef, cluster };
        this.#setValue(topic, (this.getSnapshot(topic).value ?? 0) + 1);
        break;
      }
      case 'denied': {
        const entry = this.#find({ type: 'app', entityRef: update.entityRef });
        if (entry) {
          this.#set(entry, { state: 'denied', connected: true });
        }
        break;
      }
      default:
    }
  }

  #onBroken(): void {
    this.#markConnected(false);
    for (const entry of this.#entries.values()) {
      if (entry.snapshot.state === 'loading') {
        this.#load(entry);
      }
    }
  }

  #markConnected(connected: boolean): void {
    for (const entry of this.#entries.values()) {
      if (entry.snapshot.connected !== connected) {
        this.#set(entry, { ...entry.snapshot, connected });
      }
    }
  }

  #setValue<T extends Topic>(topic: T, value: TopicValues[T['type']]): void {
    const entry = this.#find(topic);
    if (entry) {
      this.#set(entry, { state: 'ready', value, connected: true });
    }
  }

  /** Refs are compared without case, as the catalog does: the backend answers with the normal form. */
  #find(topic: Topic): Entry | undefined {
    return this.#entries.get(keyOf(topic));
  }

  async #load(entry: Entry): Promise<void> {
    const { topic } = entry;
    if (topic.type === 'instances') {
      return;
    }
    clearTimeout(entry.firstValueTimer);
    entry.request?.abort();
    const request = new AbortController();
    entry.request = request;
    const { signal } = request;
    const { connected } = entry.snapshot;
    try {
      const value =
        topic.type === 'fleet'
          ? await this.#api.getFleet({ signal })
          : await this.#api.getApp(topic.entityRef, { signal });
      if (!signal.aborted && entry.snapshot.state !== 'ready') {
        this.#set(entry, { state: 'ready', value, connected });
      }
    } catch (cause) {
      const error = toError(cause);
      if (!signal.aborted && entry.snapshot.value === undefined) {
        const state = isDenied(error) ? 'denied' : 'error';
        this.#set(entry, { state, error, connected });
      }
    }
  }

  #set(entry: Entry, snapshot: Snapshot<Value>): void {
    if (snapshot.state !== 'loading') {
      clearTimeout(entry.firstValueTimer);
    }
    entry.snapshot = snapshot;
    entry.listeners.forEach(listener => listener());
  }
}

function keyOf(topic: Topic): string {
  switch (topic.type) {
    case 'app':
      return `app:${topic.entityRef.toLocaleLowerCase('en-US')}`;
    case 'instances':
      return `instances:${topic.entityRef.toLocaleLowerCase('en-US')}@${
        topic.cluster
      }`;
    default:
      return topic.type;
  }
}

const stores = new WeakMap<FleetApi, FleetStore>();

/** @returns the one store of a browser tab; there is one API instance in it */
export function getFleetStore(api: FleetApi): FleetStore {
  let store = stores.get(api);
  if (!store) {
    store = FleetStore.create(api);
    stores.set(api, store);
  }
  return store;
}
