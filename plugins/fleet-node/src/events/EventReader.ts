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

import { ServiceUnavailableError } from '@backstage/errors';
import type { AppEvent } from '@slipway/backstage-plugin-fleet-common';
import type { SelectedApp } from '../cache';
import type { ProjectedObject } from '../projection';
import type { ClusterTransport, TransportResult } from '../transport';
import { eventMessage, eventSeverity } from './eventMessage';

/** How long an answer is good for: many viewers of one app cost one request. */
const CACHE_MS = 5_000;
/** Events of a namespace that are looked through; API servers keep them for an hour. */
const LIMIT = 2_000;
/** Beyond this many objects one list of the namespace is cheaper than one a object. */
const MAX_SINGLE = 3;
const MAX_EVENTS = 200;

interface RawEvent {
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  lastTimestamp?: string;
  eventTime?: string;
  firstTimestamp?: string;
  series?: { count?: number; lastObservedTime?: string };
  involvedObject?: { kind?: string; name?: string; uid?: string };
  metadata?: { namespace?: string; creationTimestamp?: string };
}

type RawEvents = TransportResult<{ items?: RawEvent[] }>;

/**
 * Reads events from the API server when somebody looks at them: they are many, short-lived, and of no use in a cache.
 */
export class EventReader {
  readonly #cluster: string;
  readonly #transport: ClusterTransport;
  readonly #cache = new Map<
    string,
    { at: number; result: Promise<RawEvents> }
  >();

  constructor(options: { cluster: string; transport: ClusterTransport }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
  }

  /**
   * The events of an app's objects, newest first.
   *
   * @throws ServiceUnavailableError with a plain sentence when the API server does not answer
   */
  async read(app: SelectedApp): Promise<AppEvent[]> {
    const objects = objectsOf(app);
    const uids = new Set(objects.map(({ uid }) => uid));
    const lists = await Promise.all(
      queries(objects).map(query => this.#list(query)),
    );
    const events = new Map<string, AppEvent>();
    for (const list of lists) {
      if (!list.ok) {
        throw new ServiceUnavailableError(
          `${this.#cluster} ${list.error.message}.`,
        );
      }
      for (const raw of list.value.items ?? []) {
        if (uids.has(raw.involvedObject?.uid ?? '')) {
          const event = this.#toEvent(raw);
          events.set(JSON.stringify(event), event);
        }
      }
    }
    return [...events.values()]
      .sort((one, other) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1))
      .slice(0, MAX_EVENTS);
  }

  #list({ namespace, uid }: EventQuery): Promise<RawEvents> {
    const key = `${namespace} ${uid ?? ''}`;
    const now = Date.now();
    const known = this.#cache.get(key);
    if (known && now - known.at < CACHE_MS) {
      return known.result;
    }
    for (const [old, { at }] of this.#cache) {
      if (now - at >= CACHE_MS) {
        this.#cache.delete(old);
      }
    }
    const result = this.#transport.json<{ items?: RawEvent[] }>({
      verb: 'list',
      doing: 'list events',
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
      query: {
        limit: LIMIT,
        fieldSelector: uid && `involvedObject.uid=${uid}`,
      },
    });
    this.#cache.set(key, { at: now, result });
    return result;
  }

  #toEvent(raw: RawEvent): AppEvent {
    const code = raw.reason ?? 'Unknown';
    return {
      cluster: this.#cluster,
      namespace: raw.metadata?.namespace ?? '',
      object: {
        kind: raw.involvedObject?.kind ?? '',
        name: raw.involvedObject?.name ?? '',
      },
      severity: eventSeverity(raw.type, code),
      code,
      message: eventMessage(code, raw.message ?? ''),
      count: raw.series?.count ?? raw.count ?? 1,
      lastSeenAt: new Date(
        raw.series?.lastObservedTime ??
          raw.lastTimestamp ??
          raw.eventTime ??
          raw.metadata?.creationTimestamp ??
          0,
      ).toISOString(),
    };
  }
}

interface EventQuery {
  namespace: string;
  uid?: string;
}

function objectsOf({ workloads, pods }: SelectedApp): ProjectedObject[] {
  return [
    ...workloads.flatMap(({ object, replicaSets, autoscaler }) => [
      object,
      ...replicaSets,
      ...(autoscaler ? [autoscaler] : []),
    ]),
    ...pods,
  ];
}

/** Few objects are asked for one by one, many with all of their namespace. */
function queries(objects: readonly ProjectedObject[]): EventQuery[] {
  const namespaces = new Map<string, ProjectedObject[]>();
  for (const object of objects) {
    const found = namespaces.get(object.namespace);
    if (found) {
      found.push(object);
    } else {
      namespaces.set(object.namespace, [object]);
    }
  }
  return [...namespaces].flatMap(([namespace, inside]): EventQuery[] =>
    inside.length <= MAX_SINGLE
      ? inside.map(({ uid }) => ({ namespace, uid }))
      : [{ namespace }],
  );
}
