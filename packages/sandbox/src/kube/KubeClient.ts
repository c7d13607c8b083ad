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

import { Agent, request } from 'undici';
import { sleep } from '../wait';

const REQUEST_TIMEOUT_MS = 30_000;
const BUSY = 429;
const TRIES = 40;
const RETRY_MS = 250;
const FIELD_MANAGER = 'slipway-sandbox';

/** A Kubernetes object of any kind. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** What an API server answered. */
export interface KubeResponse<T = unknown> {
  status: number;
  body: T;
}

/** What an API server refused, with its status code. */
export class KubeRequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'KubeRequestError';
    this.status = status;
  }
}

/** How a request is sent. */
export interface RequestOptions {
  contentType?: string;
  timeoutMs?: number;
}

interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/** A small client of one API server, enough for the sandbox and its tests. */
export class KubeClient {
  readonly url: string;
  readonly #token: string;
  readonly #agent: Agent;
  readonly #resources = new Map<string, ApiResource[]>();

  static create(options: {
    url: string;
    caPem: string;
    token: string;
  }): KubeClient {
    return new KubeClient(options);
  }

  private constructor(options: { url: string; caPem: string; token: string }) {
    this.url = options.url;
    this.#token = options.token;
    this.#agent = new Agent({
      connect: { ca: options.caPem, timeout: 5_000 },
    });
  }

  /** Sends a request and returns whatever is answered; throws only when nothing is. */
  async request<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    options: RequestOptions = {},
  ): Promise<KubeResponse<T>> {
    const { contentType = 'application/json', timeoutMs } = options;
    const response = await request(`${this.url}${path}`, {
      method: method as 'GET',
      dispatcher: this.#agent,
      signal: AbortSignal.timeout(timeoutMs ?? REQUEST_TIMEOUT_MS),
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.body.text();
    return { status: response.statusCode, body: parse(text) as T };
  }

  /**
   * Like `request`, for callers that need success. Asks again while the API server says that it is busy, as it does
   * while it fills its caches after a start.
   *
   * @throws KubeRequestError with the API server's message when the status is 400 or more
   */
  async expect<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Promise<T> {
    let response = await this.request<T>(method, path, body, options);
    for (let tries = 1; response.status === BUSY && tries < TRIES; tries++) {
      await sleep(RETRY_MS);
      response = await this.request<T>(method, path, body, options);
    }
    if (response.status >= 400) {
      const message = (response.body as { message?: string } | undefined)
        ?.message;
      throw new KubeRequestError(
        response.status,
        `${method} ${path} answered ${response.status}: ${message ?? ''}`,
      );
    }
    return response.body;
  }

  /** Server-side apply; takes fields over from whoever owned them. */
  async apply(object: KubeObject): Promise<KubeObject> {
    const path = await this.pathOf(object);
    return this.expect<KubeObject>(
      'PATCH',
      `${path}?fieldManager=${FIELD_MANAGER}&force=true`,
      object,
      { contentType: 'application/apply-patch+yaml' },
    );
  }

  /** Merges fields into an object, or into its status. */
  async mergePatch(path: string, patch: unknown): Promise<void> {
    await this.expect('PATCH', `${path}?fieldManager=${FIELD_MANAGER}`, patch, {
      contentType: 'application/merge-patch+json',
    });
  }

  /** The path of an object, by the API server's own list of its resources. */
  async pathOf(object: KubeObject): Promise<string> {
    const prefix = object.apiVersion.includes('/')
      ? `/apis/${object.apiVersion}`
      : `/api/${object.apiVersion}`;
    const resource = await this.#resourceOf(prefix, object.kind);
    const namespace = resource.namespaced
      ? `/namespaces/${object.metadata.namespace ?? 'default'}`
      : '';
    return `${prefix}${namespace}/${resource.name}/${object.metadata.name}`;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #resourceOf(prefix: string, kind: string): Promise<ApiResource> {
    let resources = this.#resources.get(prefix);
    if (!resources) {
      const list = await this.expect<{ resources: ApiResource[] }>(
        'GET',
        prefix,
      );
      resources = list.resources.filter(({ name }) => !name.includes('/'));
      this.#resources.set(prefix, resources);
    }
    const resource = resources.find(candidate => candidate.kind === kind);
    if (!resource) {
      this.#resources.delete(prefix);
      throw new Error(`${this.url} does not know kind ${kind} in ${prefix}`);
    }
    return resource;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
