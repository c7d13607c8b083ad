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

import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  response: ServerResponse;
}

type Handler = (request: FakeRequest) => void;

/**
 * An API server that does what a real one cannot be made to do: expire tokens at will, cut a line in two, go silent.
 *
 * A test says what the next requests get; what nobody said stays open without a word.
 */
export class FakeApiServer {
  readonly requests: FakeRequest[] = [];
  readonly #server: Server;
  readonly #lists: Handler[] = [];
  readonly #watches: Handler[] = [];
  readonly #versions = new Map<string, string>();
  #otherwise: Handler | undefined;
  #arrivals: Array<() => void> = [];

  static async start(): Promise<FakeApiServer> {
    const fake = new FakeApiServer();
    await new Promise<void>(resolve => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  private constructor() {
    this.#server = createServer((request, response) =>
      this.#answer(request, response),
    );
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get lists(): FakeRequest[] {
    return this.requests.filter(
      ({ query }) => !query.has('watch') && !isCheck(query),
    );
  }

  /** Questions for one object as it was. */
  get checks(): FakeRequest[] {
    return this.requests.filter(({ query }) => isCheck(query));
  }

  get watches(): FakeRequest[] {
    return this.requests.filter(({ query }) => query.has('watch'));
  }

  /** What the next list gets. */
  onList(handler: Handler): this {
    this.#lists.push(handler);
    return this;
  }

  /** What the next watch gets. */
  onWatch(handler: Handler): this {
    this.#watches.push(handler);
    return this;
  }

  /** What all get of whom nobody said what they get. */
  otherwise(handler: Handler): this {
    this.#otherwise = handler;
    return this;
  }

  /** Which version the object of this name has when it is asked for; all others are not there. */
  holds(name: string, version: string): this {
    this.#versions.set(name, version);
    return this;
  }

  /** Resolves once a request came that the check wants. */
  async until(check: (fake: FakeApiServer) => boolean): Promise<void> {
    while (!check(this)) {
      await new Promise<void>(resolve => {
        this.#arrivals.push(resolve);
      });
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #answer(message: IncomingMessage, response: ServerResponse): void {
    const url = new URL(message.url!, this.url);
    const request: FakeRequest = {
      path: url.pathname,
      query: url.searchParams,
      authorization: message.headers.authorization,
      response,
    };
    this.requests.push(request);
    if (isCheck(url.searchParams)) {
      this.#answerCheck(request);
    } else {
      const queue = url.searchParams.has('watch') ? this.#watches : this.#lists;
      (queue.shift() ?? this.#otherwise)?.(request);
    }
    this.#arrivals.splice(0).forEach(tell => tell());
  }

  #answerCheck({ query, response }: FakeRequest): void {
    const name = query.get('fieldSelector')!.replace('metadata.name=', '');
    const version = this.#versions.get(name);
    const items = version ? [rawPod(name, version)] : [];
    response.end(JSON.stringify({ metadata: {}, items }));
  }
}

function isCheck(query: URLSearchParams): boolean {
  return query.has('fieldSelector');
}

/** A page of pods. */
export function page(
  names: readonly string[],
  meta: {
    version: string;
    continueToken?: string;
    remaining?: number;
  },
): Handler {
  return ({ response }) =>
    response.end(
      JSON.stringify({
        metadata: {
          resourceVersion: meta.version,
          continue: meta.continueToken,
          remainingItemCount: meta.remaining,
        },
        items: names.map(name => rawPod(name, meta.version)),
      }),
    );
}

/** A refusal as Kubernetes words it. */
export function refuse(
  code: number,
  headers: Record<string, string> = {},
): Handler {
  return ({ response }) =>
    response
      .writeHead(code, headers)
      .end(JSON.stringify({ kind: 'Status', code, message: `said ${code}` }));
}

/** A watch that sends these texts one after the other and stays open. */
export function send(...texts: string[]): Handler {
  return ({ response }) => {
    response.flushHeaders();
    const next = (index: number): void => {
      if (index < texts.length) {
        response.write(texts[index], () => setImmediate(next, index + 1));
      }
    };
    next(0);
  };
}

/** One line of a watch. */
export function line(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** A pod as an API server sends it. */
export function rawPod(name: string, version: string): object {
  return {
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      resourceVersion: version,
      labels: { 'backstage.io/kubernetes-id': 'web' },
      creationTimestamp: '2026-11-22T14:00:00Z',
    },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
    status: { phase: 'Running' },
  };
}

/** A bookmark of a watch. */
export function bookmark(version: string): string {
  return line('BOOKMARK', { metadata: { resourceVersion: version } });
}
