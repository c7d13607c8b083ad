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

import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Passed {
  method: string;
  path: string;
  status: number;
  answer: string;
}

/**
 * Stands before the API of fleet, and passes requests on. It can keep the answers back, so that the caller can be killed
 * at a moment when a change was made and its maker does not know yet.
 */
export class DoorProxy {
  /** Where fleet is now. */
  target = '';
  /** Whether the answer to a request is kept back, though it is passed on. */
  keepsBack: (request: { method: string; path: string }) => boolean = () =>
    false;
  /** What was passed on and answered by fleet. */
  readonly passed: Passed[] = [];
  readonly #server: Server;

  static async start(): Promise<DoorProxy> {
    const proxy = new DoorProxy();
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor() {
    this.#server = createServer(async (request, response) => {
      try {
        const gone = new AbortController();
        response.once('close', () => gone.abort());
        const answer = await this.#pass(request, gone.signal);
        if (!answer) {
          return;
        }
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? '',
        });
        response.end(answer.body);
      } catch {
        response.destroy();
      }
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(request: IncomingMessage, signal: AbortSignal) {
    const { method = 'GET', url: path = '' } = request;
    const body = await buffer(request);
    const answer = await fetch(`${this.target}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: request.headers.authorization ?? '',
      },
      body: body.length > 0 ? body : undefined,
      signal,
    });
    const text = await answer.text();
    this.passed.push({
      method,
      path,
      status: answer.status,
      answer: text,
    });
    if (this.keepsBack({ method, path })) {
      return undefined;
    }
    return { status: answer.status, headers: answer.headers, body: text };
  }
}
