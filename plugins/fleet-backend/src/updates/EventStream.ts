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

import { once } from 'node:events';
import type { Response } from 'express';

/** One answer in the form of Server-Sent Events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStream {
  readonly #response: Response;
  readonly #closed = new AbortController();

  /** Sends the headers, so that the reader knows at once that it is connected. */
  static open(response: Response): EventStream {
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      // no-transform keeps the compression middleware from holding messages back.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    return new EventStream(response);
  }

  private constructor(response: Response) {
    this.#response = response;
    response.once('close', () => this.#closed.abort());
  }

  /** Aborted once the reader is gone. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Resolves once the connection takes more, so that a slow reader makes nothing pile up here. */
  async send(json: string): Promise<void> {
    if (this.closed.aborted || this.#response.write(`data: ${json}\n\n`)) {
      return;
    }
    try {
      await once(this.#response, 'drain', { signal: this.closed });
    } catch (error) {
      if (!this.closed.aborted) {
        throw error;
      }
    }
  }

  end(): void {
    this.#response.end();
  }
}
