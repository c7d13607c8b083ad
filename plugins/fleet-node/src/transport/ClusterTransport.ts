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

import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { toError } from '@backstage/errors';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { Pool, type Dispatcher } from 'undici';
import type { AccessSubject } from '../access/AccessReview';
import { ServerClock } from '../clock';
import type { ClusterCredentials } from '../clusters/ClusterCredentials';
import type { RequestCounter } from './RequestCounter';
import {
  errorOfException,
  errorOfStatus,
  withoutFullStop,
  type KubernetesStatus,
  type TransportError,
  type TransportResult,
} from './TransportError';

const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 60_000;
/** An error's body is read up to this size; more says nothing new. */
const MAX_ERROR_BYTES = 64 * 1024;

export type KubernetesVerb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'patch'
  | 'delete';

export interface TransportRequest {
  verb: KubernetesVerb;
  /** What is done, for sentences: `list pods`. */
  doing: string;
  /** Path with encoded segments, after the cluster's address. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  contentType?: string;
  body?: string;
  /** Act as this person: https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/ */
  impersonate?: AccessSubject;
  /** Until the answer's headers are there. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * HTTP to one API server: a connection pool of its own with the cluster's own CA, so that no cluster waits for another.
 */
export class ClusterTransport {
  readonly clock = new ServerClock();
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #credentials: ClusterCredentials;
  readonly #counter: RequestCounter;
  readonly #timeoutMs: number;
  readonly #byVerb = new Map<KubernetesVerb, number>();

  /** @throws an error when the CA file cannot be read */
  static create(options: {
    details: ClusterDetails;
    credentials: ClusterCredentials;
    counter: RequestCounter;
    timeoutMs: number;
  }): ClusterTransport {
    const { details } = options;
    const url = new URL(details.url);
    const pool = new Pool(url.origin, {
      // Watches hold a connection each, so HTTP/1.1 connections are not limited here; the gate for lists limits work.
      connections: undefined,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      bodyTimeout: 0,
      headersTimeout: 0,
      connect: {
        timeout: CONNECT_TIMEOUT_MS,
        ca: readCa(details),
        rejectUnauthorized: !details.skipTLSVerify,
      },
    });
    return new ClusterTransport(pool, url, options);
  }

  private constructor(
    pool: Pool,
    url: URL,
    options: {
      credentials: ClusterCredentials;
      counter: RequestCounter;
      timeoutMs: number;
    },
  ) {
    this.#pool = pool;
    // Rancher and proxies serve an API server below a path.
    this.#basePath = url.pathname.replace(/\/+$/, '');
    this.#credentials = options.credentials;
    this.#counter = options.counter;
    this.#timeoutMs = options.timeoutMs;
  }

  /** Requests sent so far, by verb. */
  get requests(): ReadonlyMap<KubernetesVerb, number> {
    return this.#byVerb;
  }

  /** Sends a request and hands on its body as a stream; the caller reads or destroys it. */
  async stream(request: TransportRequest): Promise<TransportResult<Readable>> {
    const timeoutMs = request.timeoutMs ?? this.#timeoutMs;
    const timeout = new AbortController();
    const timer = setTimeout(
      () => timeout.abort(new DOMException('timed out', 'TimeoutError')),
      timeoutMs,
    );
    const signal = request.signal
      ? AbortSignal.any([request.signal, timeout.signal])
      : timeout.signal;
    try {
      return await this.#exchange(request, signal);
    } catch (error) {
      const reason = timeout.signal.aborted ? timeout.signal.reason : error;
      return {
        ok: false,
        error: errorOfException(reason, { doing: request.doing, timeoutMs }),
      };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a request and reads the whole answer within the time limit. */
  async json<T>(request: TransportRequest): Promise<TransportResult<T>> {
    const timeoutMs = request.timeoutMs ?? this.#timeoutMs;
    const deadline = AbortSignal.timeout(2 * timeoutMs);
    const signal = request.signal
      ? AbortSignal.any([request.signal, deadline])
      : deadline;
    const result = await this.stream({ ...request, signal });
    if (!result.ok) {
      return result;
    }
    try {
      const text = await readText(result.value);
      return { ok: true, value: JSON.parse(text) as T };
    } catch (error) {
      const reason = deadline.aborted ? deadline.reason : error;
      return {
        ok: false,
        error:
          toError(reason).name === 'SyntaxError'
            ? {
                kind: 'server-error',
                message: `answered with something that is not JSON (${request.doing})`,
              }
            : errorOfException(reason, { doing: request.doing, timeoutMs }),
      };
    }
  }

  /** Ends all requests, watches included. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** A token may have been rotated or have run out since it was read: a refused one is tried anew, if it is another. */
  async #exchange(
    request: TransportRequest,
    signal: AbortSignal,
  ): Promise<TransportResult<Readable>> {
    const authorization = await this.#authorization(signal);
    if (!authorization.ok) {
      return authorization;
    }
    const response = await this.#send(request, authorization.value, signal);
    if (response.statusCode !== 401) {
      return this.#result(request, response);
    }
    this.#credentials.reset(authorization.value);
    const next = await this.#authorization(signal);
    if (!next.ok || next.value === authorization.value) {
      return this.#result(request, response);
    }
    await response.body.dump();
    return this.#result(request, await this.#send(request, next.value, signal));
  }

  async #send(
    request: TransportRequest,
    authorization: string | undefined,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    this.#count(request.verb);
    const response = await this.#pool.request({
      path: this.#path(request),
      method: request.method ?? 'GET',
      headers: {
        accept: 'application/json',
        'user-agent': 'slipway-fleet',
        ...(authorization && { authorization }),
        ...(request.contentType && { 'content-type': request.contentType }),
        ...(request.impersonate && impersonation(request.impersonate)),
      },
      body: request.body,
      signal,
    });
    this.clock.hear(response.headers.date);
    return response;
  }

  async #result(
    request: TransportRequest,
    response: Dispatcher.ResponseData,
  ): Promise<TransportResult<Readable>> {
    return response.statusCode >= 200 && response.statusCode < 300
      ? { ok: true, value: response.body }
      : { ok: false, error: await refusal(request, response) };
  }

  async #authorization(
    signal: AbortSignal,
  ): Promise<TransportResult<string | undefined>> {
    try {
      const asked = this.#credentials.getAuthorization();
      return { ok: true, value: await unlessAborted(asked, signal) };
    } catch (error) {
      if (signal.aborted && signal.reason.name !== 'TimeoutError') {
        throw error;
      }
      const { message } = signal.aborted
        ? new Error('none was handed out in time')
        : toError(error);
      return {
        ok: false,
        error: {
          kind: 'credential',
          message: `has no credential: ${withoutFullStop(message)}`,
        },
      };
    }
  }

  #path(request: TransportRequest): string {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) {
        query.set(key, String(value));
      }
    }
    const path = `${this.#basePath}${request.path}`;
    return query.size > 0 ? `${path}?${query}` : path;
  }

  #count(verb: KubernetesVerb): void {
    this.#counter.add();
    this.#byVerb.set(verb, (this.#byVerb.get(verb) ?? 0) + 1);
  }
}

async function refusal(
  request: TransportRequest,
  response: Dispatcher.ResponseData,
): Promise<TransportError> {
  const retryAfter = response.headers['retry-after'];
  return errorOfStatus(response.statusCode, {
    doing: request.doing,
    body: await readStatus(response.body),
    retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
  });
}

/**
 * What hands out tokens may hang, and knows of no signal.
 *
 * @throws the signal's reason when it aborts
 */
function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** One header a group, as the API server wants it. */
function impersonation({ user, groups }: AccessSubject) {
  return { 'impersonate-user': user, 'impersonate-group': groups };
}

function readCa(details: ClusterDetails): string | undefined {
  if (details.caData) {
    return Buffer.from(details.caData, 'base64').toString('utf8');
  }
  return details.caFile ? readFileSync(details.caFile, 'utf8') : undefined;
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readStatus(
  body: Readable,
): Promise<KubernetesStatus | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > MAX_ERROR_BYTES) {
        body.destroy();
        return undefined;
      }
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // Proxies answer with HTML, and a broken body tells no more than its status.
    return undefined;
  }
}
