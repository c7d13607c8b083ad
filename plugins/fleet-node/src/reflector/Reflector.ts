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

import { toError } from '@backstage/errors';
import type {
  KindName,
  ProjectedEvent,
  Projection,
  WatchedKind,
} from '../projection';
import type { WatchConfig } from '../config';
import {
  withoutFullStop,
  type ClusterTransport,
  type TransportError,
} from '../transport';
import { Backoff } from './Backoff';
import type { ListGate } from './ListGate';
import { listInPages, type StagedList } from './ListPager';
import { conditionOfError, type ReflectorStatus } from './ReflectorStatus';
import { watch } from './Watcher';

/** A watch that was open for this time counts as progress, though nothing happened in it. */
const STEADY_MS = 5_000;
/** How long to wait before looking whether a custom kind was installed. */
const NOT_INSTALLED_RETRY_MS = 300_000;

/** Where a reflector puts what it reads. */
export interface ReflectorTarget<K extends KindName> {
  /** Begins a new copy; what is there stays until it is committed. */
  stage(): StagedList<K>;
  apply(events: Array<ProjectedEvent<K>>): void;
}

/** Running totals since the start. */
export interface ReflectorFigures {
  /** Lists that were read to their end. */
  lists: number;
  /** Watches that were opened. */
  watches: number;
  /** Lists and watches that failed, a refusal included. */
  failures: number;
}

export interface ReflectorOptions<K extends KindName> {
  kind: WatchedKind & { name: K };
  transport: ClusterTransport;
  projector: Projection;
  gate: ListGate;
  config: WatchConfig;
  target: ReflectorTarget<K>;
  onStatus(status: ReflectorStatus, before: ReflectorStatus): void;
  now?: () => number;
  random?: () => number;
}

/**
 * Keeps a copy of one kind of one cluster: lists it, watches it from there, takes a broken watch up where it broke, and
 * lists anew only when the API server no longer knows that point (410).
 *
 * What is known stays in place until a whole new list is there, whatever happens in between.
 */
export class Reflector<K extends KindName> {
  readonly #options: ReflectorOptions<K>;
  readonly #now: () => number;
  readonly #backoff: Backoff;
  readonly #closed = new AbortController();
  readonly #figures: ReflectorFigures = { lists: 0, watches: 0, failures: 0 };
  #status: ReflectorStatus = { condition: 'listing', listed: false };
  /** Where the watch goes on; undefined: list first. */
  #version: string | undefined;
  /** The version of the last list. */
  #listedVersion: string | undefined;
  /** Ends the watch that is open now. */
  #watch: AbortController | undefined;
  /** Why it was ended from outside. */
  #interruption: TransportError | undefined;
  #relist = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ReflectorOptions<K>) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#backoff = new Backoff({
      maxMs: options.config.maxBackoffMs,
      random: options.random,
    });
  }

  get status(): ReflectorStatus {
    return this.#status;
  }

  get figures(): ReflectorFigures {
    return { ...this.#figures };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Do not wait any longer before the next try. */
  retryNow(): void {
    this.#backoff.reset();
    this.#wake?.();
  }

  /** List anew though the watch is well; what is known stays until then. */
  relist(): void {
    this.#relist = true;
    this.#watch?.abort();
    this.retryNow();
  }

  /** The cluster seems to be gone though the watch says nothing: open it anew. */
  interrupt(reason: TransportError): void {
    this.#interruption = reason;
    this.#watch?.abort();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      const failure = await this.#try();
      if (failure && !this.#closed.signal.aborted) {
        this.#figures.failures += failure.error ? 1 : 0;
        await this.#rest(failure);
      }
    }
  }

  /** A fault of Slipway's own must not end the reflector either. */
  async #try(): Promise<Failure | undefined> {
    try {
      if (this.#relist) {
        this.#relist = false;
        this.#version = undefined;
      }
      return this.#version === undefined
        ? await this.#list()
        : await this.#follow();
    } catch (error) {
      const { message } = toError(error);
      this.#version = undefined;
      return {
        condition: 'broken',
        error: {
          kind: 'server-error',
          message: `cannot be read: ${withoutFullStop(message)}`,
        },
      };
    }
  }

  async #list(): Promise<Failure | undefined> {
    const { kind, transport, projector, gate, config, target } = this.#options;
    const result = await listInPages({
      kind,
      transport,
      projector,
      gate,
      pageSize: config.pageSize,
      signal: this.#closed.signal,
      stage: () => target.stage(),
      // No progress for the back-off: a list that fails half way each time, or that no watch can follow, is dear.
      onProgress: progress => this.#set({ condition: 'listing', progress }),
    });
    if (!result.ok) {
      const optional = kind.optional;
      const condition = conditionOfError(result.error, { optional });
      return { condition, error: result.error };
    }
    result.value.list.commit();
    this.#figures.lists += 1;
    this.#version = result.value.version;
    this.#listedVersion = this.#version;
    this.#set({ listed: true, asOf: this.#now() });
    return undefined;
  }

  async #follow(): Promise<Failure | undefined> {
    const { kind, transport, projector, config } = this.#options;
    const watching = new AbortController();
    this.#watch = watching;
    this.#interruption = undefined;
    let progressed = false;
    let openedAt: number | undefined;
    const end = await watch({
      kind,
      transport,
      projector,
      version: this.#version!,
      timeoutSeconds: config.timeoutSeconds,
      inactivityMs: config.inactivityMs,
      signal: AbortSignal.any([watching.signal, this.#closed.signal]),
      random: this.#options.random ?? Math.random,
      onOpen: () => {
        this.#figures.watches += 1;
        openedAt = this.#now();
        this.#set({ condition: 'watching', asOf: openedAt });
      },
      onEvents: events => {
        progressed = true;
        this.#backoff.reset();
        this.#apply(events);
      },
    });
    this.#watch = undefined;
    if (openedAt !== undefined && this.#now() - openedAt >= STEADY_MS) {
      progressed = true;
      this.#backoff.reset();
    }
    if (this.#relist) {
      return undefined;
    }
    switch (end.reason) {
      case 'gone':
        return this.#forget(progressed);
      case 'ended':
        // A server that closes each watch at once must not be asked in a tight loop.
        return progressed ? undefined : { condition: 'watching' };
      default: {
        const interrupted = watching.signal.aborted;
        const error = this.#interruption ?? end.error;
        const condition =
          end.reason === 'broken' || interrupted
            ? 'broken'
            : conditionOfError(error, { optional: kind.optional });
        if (condition === 'not-installed') {
          this.#version = undefined;
          this.#options.target.stage().commit();
        }
        return { condition, error };
      }
    }
  }

  /** A server that forgets at once what it has just listed must not be listed in a tight loop. */
  #forget(progressed: boolean): Failure | undefined {
    const justListed = !progressed && this.#version === this.#listedVersion;
    this.#version = undefined;
    const { name } = this.#options.kind;
    return justListed
      ? {
          condition: 'broken',
          error: {
            kind: 'gone',
            message: `no longer knows the state that it sent (HTTP 410, watch ${name})`,
          },
        }
      : undefined;
  }

  #apply(events: Array<ProjectedEvent<K>>): void {
    this.#options.target.apply(events);
    const last = events.at(-1);
    if (last && last.type !== 'ERROR') {
      this.#version = last.version;
    }
    this.#set({ condition: 'watching', asOf: this.#now() });
  }

  async #rest(failure: Failure): Promise<void> {
    const waitMs = this.#waitMs(failure);
    const nextTryAt = this.#now() + waitMs;
    this.#set(
      failure.condition === 'watching'
        ? { condition: 'watching' }
        : { ...failure, nextTryAt },
    );
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, waitMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  #waitMs({ condition, error }: Failure): number {
    return condition === 'not-installed'
      ? NOT_INSTALLED_RETRY_MS
      : this.#backoff.next(error?.retryAfterMs);
  }

  /** What is not named goes away with the condition it belonged to, save what is known. */
  #set(change: Partial<ReflectorStatus>): void {
    const before = this.#status;
    const { condition, listed, asOf } = before;
    this.#status = { condition, listed, asOf, ...change };
    if (!this.#closed.signal.aborted) {
      this.#options.onStatus(this.#status, before);
    }
  }
}

interface Failure {
  condition: ReflectorStatus['condition'];
  error?: TransportError;
}
