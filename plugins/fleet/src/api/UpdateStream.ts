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
  FleetApi,
  FleetUpdate,
  UpdateSubscription,
} from '@slipway/backstage-plugin-fleet-common';
import { Backoff } from './Backoff';

/** Views mount and unmount in bursts; they are subscribed together. */
const RESUBSCRIBE_DEBOUNCE_MS = 50;
const RECONNECT_MIN_MS = 1_000;
const RECONNECT_MAX_MS = 30_000;
/** A tab that nobody sees for so long gives its connection back. */
const HIDDEN_PAUSE_MS = 60_000;

/** @public */
export interface UpdateStreamOptions {
  api: Pick<FleetApi, 'updates'>;
  onUpdate: (update: FleetUpdate) => void;
  /** The connection broke or was refused; it is tried again. */
  onBroken: (error?: Error) => void;
}

/**
 * The one connection of a browser tab over which updates come.
 *
 * It is opened again when the subscription changes, with back-off when it breaks, and not at all while nothing is
 * subscribed or the tab is hidden.
 */
export class UpdateStream {
  readonly #options: UpdateStreamOptions;
  readonly #backoff = new Backoff({
    minMs: RECONNECT_MIN_MS,
    maxMs: RECONNECT_MAX_MS,
  });
  #subscription: UpdateSubscription | undefined;
  #connection: AbortController | undefined;
  #connectTimer: ReturnType<typeof setTimeout> | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #paused = false;

  static create(options: UpdateStreamOptions): UpdateStream {
    const stream = new UpdateStream(options);
    document.addEventListener('visibilitychange', stream.#onVisibilityChange);
    return stream;
  }

  private constructor(options: UpdateStreamOptions) {
    this.#options = options;
  }

  /** Subscribe to something else; undefined closes the connection. */
  setSubscription(subscription: UpdateSubscription | undefined): void {
    this.#subscription = subscription;
    this.#schedule(RESUBSCRIBE_DEBOUNCE_MS);
  }

  /** Connect now instead of after the back-off. */
  reconnectNow(): void {
    this.#backoff.reset();
    this.#schedule(0);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#connectTimer);
    this.#connectTimer = setTimeout(() => this.#connect(), delayMs);
  }

  #connect(): void {
    this.#connection?.abort();
    this.#connection = undefined;
    if (!this.#subscription || this.#paused) {
      return;
    }
    const connection = new AbortController();
    this.#connection = connection;
    this.#read(this.#subscription, connection.signal).then(
      () => this.#onEnd(connection),
      error => this.#onEnd(connection, error),
    );
  }

  async #read(
    subscription: UpdateSubscription,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const update of this.#options.api.updates(subscription, {
      signal,
    })) {
      if (signal.aborted) {
        return;
      }
      this.#backoff.reset();
      this.#options.onUpdate(update);
    }
  }

  #onEnd(connection: AbortController, error?: Error): void {
    if (connection !== this.#connection) {
      return;
    }
    this.#connection = undefined;
    this.#options.onBroken(error);
    this.#schedule(this.#backoff.next());
  }

  #onVisibilityChange = () => {
    clearTimeout(this.#hiddenTimer);
    if (document.visibilityState === 'hidden') {
      this.#hiddenTimer = setTimeout(() => {
        this.#paused = true;
        this.#connect();
      }, HIDDEN_PAUSE_MS);
    } else if (this.#paused) {
      this.#paused = false;
      this.reconnectNow();
    }
  };
}
