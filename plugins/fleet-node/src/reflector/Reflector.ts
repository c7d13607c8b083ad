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

import { monotonicNow } from '../clock';
import type { KindName, ProjectedEvent, ProjectedObject } from '../projection';
import type { TransportError } from '../transport';
import { Backoff } from './Backoff';
import { EventOrder } from './EventOrder';
import {
  failureOf,
  forgetful,
  unordered,
  unreadable,
  type Failure,
} from './Failure';
import { isSameHistory } from './isSameHistory';
import { listInPages, type ListProgress } from './ListPager';
import type { ReflectorFigures, ReflectorOptions } from './ReflectorOptions';
import type { ReflectorStatus } from './ReflectorStatus';
import { isOlder } from './resourceVersion';
import { Rest } from './Rest';
import { watch } from './Watcher';

/** A watch that was open for this time counts as progress, though nothing happened in it. */
const STEADY_MS = 5_000;
/** How long to wait before looking whether a custom kind was installed. */
const NOT_INSTALLED_RETRY_MS = 300_000;
/** Shortest time after which a kind that there was no room for is tried again; the longest is twice that. */
const NO_ROOM_RETRY_MS = 60_000;

/**
 * Keeps a copy of one kind of one cluster: lists it, watches it from there, takes a broken watch up where it broke, and
 * lists anew only when the API server no longer knows that point: because it is too long ago (410), or because the API
 * server's own past is another now.
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
  /** The newest version that what is known comes from. */
  #newest = '';
  /** What was deleted, where that is the newest change. */
  #deleted: ProjectedObject | undefined;
  /** The API server was away: it may have come back with another past. */
  #doubtful = false;
  /** Equal versions no longer mean equal objects. */
  #afresh = false;
  /** Ends the list or watch that is under way. */
  #work = new AbortController();
  #watching = false;
  /** Why the watch was ended from outside. */
  #interruption: TransportError | undefined;
  /** Why all that is known has to go. */
  #givenUp: TransportError | undefined;
  #relist = false;
  readonly #pause = new Rest();
  #running: Promise<void> | undefined;

  constructor(options: ReflectorOptions<K>) {
    this.#options = options;
    this.#now = options.now ?? monotonicNow;
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
    this.#pause.end();
  }

  /** List anew though the watch is well; what is known stays until then. */
  relist(): void {
    this.#relist = true;
    this.#endWatch();
    this.retryNow();
  }

  /** The cluster seems to be gone though the watch says nothing: open it anew. */
  interrupt(reason: TransportError): void {
    this.#interruption = reason;
    this.#endWatch();
  }

  /** There is no room for what is known: drop it, and say so until there is. */
  giveUp(reason: TransportError): void {
    this.#givenUp = reason;
    this.#work.abort();
    this.#pause.end();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#pause.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      const failure = await this.#try();
      if (failure && !this.#closed.signal.aborted) {
        this.#figures.failures += failure.error ? 1 : 0;
        this.#doubtful ||= failure.error !== undefined;
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
      this.#work = new AbortController();
      const failure = this.#givenUp ? undefined : await this.#read();
      return this.#givenUp ? this.#drop(this.#givenUp) : failure;
    } catch (error) {
      this.#version = undefined;
      return unreadable(error);
    }
  }

  async #read(): Promise<Failure | undefined> {
    if (this.#version !== undefined && this.#doubtful) {
      const failure = await this.#checkHistory(this.#version);
      if (failure) {
        return failure;
      }
    }
    return this.#version === undefined
      ? this.#list()
      : this.#follow(this.#version);
  }

  /** Goes back to listing where the API server's past is not the one that is known. */
  async #checkHistory(version: string): Promise<Failure | undefined> {
    const { kind, transport, projector, target } = this.#options;
    const same = await isSameHistory(
      {
        version,
        last: this.#deleted ?? target.newest(),
        deleted: this.#deleted !== undefined,
      },
      { kind, transport, projector, signal: this.#signal() },
    );
    if (!same.ok) {
      return failureOf(same.error, kind);
    }
    this.#doubtful = false;
    if (!same.value) {
      this.#afresh = true;
      this.#version = undefined;
    }
    return undefined;
  }

  async #list(): Promise<Failure | undefined> {
    const { kind, transport, projector, gate, config, target } = this.#options;
    const result = await listInPages({
      kind,
      transport,
      projector,
      gate,
      pageSize: config.pageSize,
      signal: this.#signal(),
      stage: version => {
        this.#afresh ||= this.#doubtful || isOlder(version, this.#newest);
        return target.stage({ afresh: this.#afresh });
      },
      onProgress: progress => this.#onProgress(progress),
    });
    if (!result.ok) {
      return failureOf(result.error, kind);
    }
    const { list, version } = result.value;
    list.commit();
    this.#figures.lists += 1;
    this.#version = version;
    this.#listedVersion = version;
    this.#newest = version;
    this.#deleted = undefined;
    this.#doubtful = false;
    this.#afresh = false;
    this.#set({ listed: true, asOf: this.#now() });
    return undefined;
  }

  /** No progress for the back-off: a list that fails half way each time, or that no watch can follow, is dear. */
  #onProgress(progress: ListProgress): TransportError | undefined {
    const refusal = this.#options.room?.refuses(progress);
    if (!refusal) {
      this.#set({ condition: 'listing', progress });
    }
    return refusal;
  }

  async #follow(version: string): Promise<Failure | undefined> {
    const { kind, transport, projector, config, target } = this.#options;
    this.#watching = true;
    this.#interruption = undefined;
    const order = new EventOrder(target, version, this.#deleted);
    let progressed = false;
    let openedAt: number | undefined;
    const end = await watch({
      kind,
      transport,
      projector,
      version,
      timeoutSeconds: config.timeoutSeconds,
      inactivityMs: config.inactivityMs,
      signal: this.#signal(),
      random: this.#options.random ?? Math.random,
      onOpen: () => {
        this.#figures.watches += 1;
        openedAt = this.#now();
        this.#set({ condition: 'watching', asOf: openedAt });
      },
      onEvents: events => {
        progressed = true;
        this.#backoff.reset();
        return this.#apply(events, order);
      },
    });
    this.#watching = false;
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
      case 'unordered':
        this.#version = undefined;
        return unordered(kind, config.maxBackoffMs);
      case 'ended':
        // A server that closes each watch at once must not be asked in a tight loop.
        return progressed ? undefined : { condition: 'watching' };
      default: {
        const interrupted = this.#work.signal.aborted;
        const error = this.#interruption ?? end.error;
        if (end.reason === 'broken' || interrupted) {
          return { condition: 'broken', error };
        }
        const failure = failureOf(error, kind);
        if (failure.condition === 'not-installed') {
          this.#version = undefined;
          target.stage().commit();
        }
        return failure;
      }
    }
  }

  /** A server that forgets at once what it has just listed must not be listed in a tight loop. */
  #forget(progressed: boolean): Failure | undefined {
    const justListed = !progressed && this.#version === this.#listedVersion;
    this.#version = undefined;
    return justListed ? forgetful(this.#options.kind) : undefined;
  }

  /** What is known goes, since half of it would be worse than nothing: numbers that are wrong. */
  #drop(reason: TransportError): Failure {
    this.#version = undefined;
    this.#options.target.stage().commit();
    this.#givenUp = undefined;
    this.#set({ listed: false, asOf: undefined });
    return failureOf(reason, this.#options.kind);
  }

  #apply(events: Array<ProjectedEvent<K>>, order: EventOrder<K>): boolean {
    const inOrder = order.apply(events);
    this.#version = order.newest;
    this.#newest = order.newest;
    this.#deleted = order.deleted;
    this.#set({ condition: 'watching', asOf: this.#now() });
    return inOrder;
  }

  #endWatch(): void {
    if (this.#watching) {
      this.#work.abort();
    }
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#work.signal, this.#closed.signal]);
  }

  async #rest(failure: Failure): Promise<void> {
    const waitMs = this.#waitMs(failure);
    const nextTryAt = this.#now() + waitMs;
    this.#set(
      failure.condition === 'watching'
        ? { condition: 'watching' }
        : { ...failure, nextTryAt },
    );
    await this.#pause.wait(waitMs);
  }

  #waitMs({ condition, error }: Failure): number {
    if (error?.kind === 'no-room') {
      const random = this.#options.random ?? Math.random;
      return NO_ROOM_RETRY_MS * (1 + random());
    }
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
