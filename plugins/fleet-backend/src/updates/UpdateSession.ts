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

import { setTimeout } from 'node:timers/promises';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  FleetUpdate,
  UpdateSubscription,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  FleetChange,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { AppAccess } from '../apps';
import type { FleetAuthorizer, Viewer } from '../permissions';
import type { FleetViews } from '../views';
import type { EventStream } from './EventStream';
import { createTopics, type Topic } from './topics';

/** How often things happen in a session, in milliseconds. */
export interface UpdateIntervals {
  /** Between two messages about the same thing: at most twice a second. */
  flush: number;
  /** Proxies close what is silent, many after 60 s; also brings ages up to date where nothing else changed. */
  ping: number;
  /** How long a permission that was taken away, or a new app, goes unnoticed. */
  authorize: number;
  /** The same while an app is hidden: the catalog may only just have taken it in. */
  authorizeHidden: number;
}

export const DEFAULT_INTERVALS: UpdateIntervals = {
  flush: 500,
  ping: 15_000,
  authorize: 30_000,
  authorizeHidden: 3_000,
};

/** A cluster that answers nothing about rights is not asked more often. */
const MIN_AUTHORIZE_MS = 1_000;

/** Fields that tick without anything having happened. */
const TICKING = new Set(['asOf', 'measuredAt', 'requests']);

export interface UpdateSessionOptions {
  access: AppAccess;
  authorizer: FleetAuthorizer;
  credentials: BackstageCredentials;
  fleet: FleetService;
  intervals: UpdateIntervals;
  stream: Pick<EventStream, 'closed' | 'send'>;
  subscription: UpdateSubscription;
  views: FleetViews;
}

/**
 * One reader's live updates: what it has open and may see, whole at the start and again when it changes.
 *
 * It remembers which topics changed, never the messages: a slow reader gets the newest value and nothing piles up.
 */
export class UpdateSession {
  readonly #options: UpdateSessionOptions;
  readonly #changed = new Set<string>();
  readonly #sent = new Map<string, SentValue>();
  readonly #denied = new Set<string>();
  #topics: Topic[] = [];
  #viewer: Viewer | undefined;
  #authorizedAt = 0;
  #wake: (() => void) | undefined;

  static create(options: UpdateSessionOptions) {
    return new UpdateSession(options);
  }

  private constructor(options: UpdateSessionOptions) {
    this.#options = options;
  }

  /** Runs until the signal or the reader ends it; rejects when the viewer can no longer be authorised. */
  async run(signal: AbortSignal): Promise<void> {
    const { fleet, intervals, stream } = this.#options;
    const ended = AbortSignal.any([signal, stream.closed]);
    const stop = fleet.onChange(change => this.#mark(change));
    try {
      await this.#authorize();
      let pingAt = Date.now() + intervals.ping;
      while (!ended.aborted) {
        await this.#flush();
        const flushAt = Date.now() + intervals.flush;
        const authorizeAt = this.#nextAuthorization();
        await this.#waitForChange(Math.min(pingAt, authorizeAt), ended);
        await this.#sleepUntil(Math.min(flushAt, pingAt), ended);
        if (Date.now() >= authorizeAt && !ended.aborted) {
          await this.#authorize();
        }
        if (Date.now() >= pingAt && !ended.aborted) {
          await this.#ping();
          pingAt = Date.now() + intervals.ping;
        }
      }
    } finally {
      stop();
    }
  }

  /** Also when what a cluster said about the viewer's rights grew old, so that a right that is gone is seen to be. */
  #nextAuthorization(): number {
    const { authorize, authorizeHidden } = this.#options.intervals;
    const interval = this.#denied.size > 0 ? authorizeHidden : authorize;
    return Math.min(
      this.#authorizedAt + interval,
      Math.max(
        this.#authorizedAt + MIN_AUTHORIZE_MS,
        this.#viewer?.freshUntil ?? Infinity,
      ),
    );
  }

  #mark(change: FleetChange): void {
    for (const topic of this.#topics) {
      if (!this.#changed.has(topic.key) && topic.isAffectedBy(change)) {
        this.#changed.add(topic.key);
      }
    }
    if (this.#changed.size > 0) {
      this.#wake?.();
    }
  }

  async #authorize(): Promise<void> {
    const { access, authorizer, credentials, subscription, views } =
      this.#options;
    const viewer = await authorizer.getViewer(credentials);
    const refs = new Set([
      ...(subscription.apps ?? []),
      ...(subscription.instances ?? []).map(({ entityRef }) => entityRef),
    ]);
    const found = await access.findApps(credentials, viewer, [...refs]);
    const openApps = new Map(
      found.flatMap(({ entityRef, app }) =>
        app ? [[entityRef, app] as const] : [],
      ),
    );
    const allApps = subscription.fleet
      ? await access.listApps(credentials, viewer)
      : [];
    this.#viewer = viewer;
    this.#topics = await viewer.settle(() =>
      createTopics(subscription, { viewer, views, allApps, openApps }),
    );
    this.#authorizedAt = Date.now();
    for (const topic of this.#topics.filter(({ hasValue }) => hasValue)) {
      this.#changed.add(topic.key);
    }
    this.#forgetHidden();
    await this.#tellDenied(
      found.filter(({ hidden }) => hidden).map(({ entityRef }) => entityRef),
    );
  }

  /** What comes back after it was hidden is told again, also when it is as it was. */
  #forgetHidden(): void {
    const keys = new Set(this.#topics.map(({ key }) => key));
    for (const key of this.#sent.keys()) {
      if (!keys.has(key)) {
        this.#sent.delete(key);
      }
    }
  }

  async #tellDenied(entityRefs: string[]): Promise<void> {
    const before = new Set(this.#denied);
    this.#denied.clear();
    for (const entityRef of entityRefs) {
      this.#denied.add(entityRef);
      if (!before.has(entityRef)) {
        await this.#send({ type: 'denied', entityRef });
      }
    }
  }

  async #flush(): Promise<void> {
    const keys = [...this.#changed];
    this.#changed.clear();
    for (const key of keys) {
      const topic = this.#topics.find(candidate => candidate.key === key);
      if (!topic) {
        continue;
      }
      const update = await this.#read(topic);
      const lasting = JSON.stringify(update, withoutTicking);
      if (!topic.hasValue || this.#sent.get(key)?.lasting !== lasting) {
        await this.#sendValue(key, lasting, JSON.stringify(update));
      }
    }
  }

  #read(topic: Topic): Promise<FleetUpdate> {
    return this.#viewer!.settle(() => topic.read());
  }

  /** Says that the connection lives, and sends values of which only ticking fields changed. */
  async #ping(): Promise<void> {
    for (const topic of this.#topics.filter(({ hasValue }) => hasValue)) {
      const update = await this.#read(topic);
      const json = JSON.stringify(update);
      if (this.#sent.get(topic.key)?.json !== json) {
        const lasting = JSON.stringify(update, withoutTicking);
        await this.#sendValue(topic.key, lasting, json);
      }
    }
    await this.#send({ type: 'ping' });
  }

  async #sendValue(key: string, lasting: string, json: string): Promise<void> {
    this.#sent.set(key, { lasting, json });
    await this.#options.stream.send(json);
  }

  async #send(update: FleetUpdate): Promise<void> {
    await this.#options.stream.send(JSON.stringify(update));
  }

  async #waitForChange(until: number, ended: AbortSignal): Promise<void> {
    if (this.#changed.size === 0) {
      await this.#sleepUntil(until, ended, wake => {
        this.#wake = wake;
      });
      this.#wake = undefined;
    }
  }

  async #sleepUntil(
    time: number,
    ended: AbortSignal,
    onWake?: (wake: () => void) => void,
  ): Promise<void> {
    if (ended.aborted) {
      return;
    }
    const awake = new AbortController();
    const wake = () => awake.abort();
    ended.addEventListener('abort', wake, { once: true });
    onWake?.(wake);
    await setTimeout(Math.max(0, time - Date.now()), undefined, {
      signal: awake.signal,
    }).catch(() => {});
    ended.removeEventListener('abort', wake);
  }
}

interface SentValue {
  json: string;
  /** Without the fields that tick. */
  lasting: string;
}

function withoutTicking(key: string, value: unknown): unknown {
  return TICKING.has(key) ? undefined : value;
}
