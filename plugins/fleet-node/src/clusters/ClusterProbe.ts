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
import type { ClusterTransport, TransportError } from '../transport';

/** How often a cluster is asked whether it is there, while its watches are silent. */
const INTERVAL_MS = 10_000;
const TIMEOUT_MS = 8_000;

/**
 * Asks a quiet cluster for its version now and then. A frozen API server keeps its connections open and says nothing,
 * which its watches notice only after the inactivity timeout; this notices it within 20 s.
 */
export class ClusterProbe {
  readonly #transport: ClusterTransport;
  readonly #lastDataAt: () => number;
  readonly #onVersion: (version: string) => void;
  readonly #onSilence: (error: TransportError) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #asking = false;

  constructor(options: {
    transport: ClusterTransport;
    /** When the watches last brought something; by `monotonicNow`, -Infinity for never. */
    lastDataAt(): number;
    onVersion(version: string): void;
    onSilence(error: TransportError): void;
  }) {
    this.#transport = options.transport;
    this.#lastDataAt = options.lastDataAt;
    this.#onVersion = options.onVersion;
    this.#onSilence = options.onSilence;
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (monotonicNow() - this.#lastDataAt() >= INTERVAL_MS) {
        this.ask();
      }
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** Ask now. */
  async ask(): Promise<void> {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    const result = await this.#transport.json<{ gitVersion?: unknown } | null>({
      verb: 'get',
      doing: 'read its version',
      path: '/version',
      timeoutMs: TIMEOUT_MS,
    });
    this.#asking = false;
    if (result.ok) {
      // A proxy may answer with anything.
      const version = result.value?.gitVersion;
      if (typeof version === 'string' && version) {
        this.#onVersion(version.replace(/^v/, ''));
      }
    } else if (['timeout', 'unreachable'].includes(result.error.kind)) {
      this.#onSilence(result.error);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
