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

import { ResponseError } from '@backstage/errors';
import type {
  AppEvent,
  AppStatus,
  ApplyRequest,
  ApplyResult,
  ClusterDetails,
  ClusterNamespaces,
  ClusterSlots,
  CreateNamespaceRequest,
  DeleteRequest,
  DeleteResult,
  FleetSummary,
  FleetUpdate,
  GpuSeries,
  InstancePage,
  InstanceSize,
  NodeHeadroom,
  SlotsRequest,
  NamespaceQuery,
  PlanRequest,
  PlanResult,
  RegisteredEntity,
  UpdateSubscription,
  WaitRequest,
  WaitResult,
} from '../types';
import type {
  FleetApi,
  FleetRequestOptions,
  InstanceQuery,
  LogQuery,
} from './FleetApi';

type QueryValue = string | number | boolean | undefined;

interface RequestInput {
  method?: 'DELETE' | 'GET' | 'POST';
  query?: Record<string, QueryValue>;
  body?: unknown;
  accept?: string;
}

/**
 * Speaks the API of fleet-backend over HTTP.
 *
 * @public
 */
export class FleetClient implements FleetApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    /** Defaults to the global fetch. */
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi ?? { fetch };
  }

  getFleet(options?: FleetRequestOptions): Promise<FleetSummary> {
    return this.#json('/v1/fleet', {}, options);
  }

  getCluster(
    name: string,
    options?: FleetRequestOptions,
  ): Promise<ClusterDetails> {
    return this.#json(`/v1/clusters/${encodeURIComponent(name)}`, {}, options);
  }

  async getNodes(
    cluster: string,
    options?: FleetRequestOptions,
  ): Promise<NodeHeadroom[]> {
    const { items } = await this.#json<{ items: NodeHeadroom[] }>(
      `/v1/clusters/${encodeURIComponent(cluster)}/nodes`,
      {},
      options,
    );
    return items;
  }

  async getSlots(
    input: InstanceSize | SlotsRequest,
    options?: FleetRequestOptions,
  ): Promise<ClusterSlots[]> {
    const { items } = await ('template' in input
      ? this.#json<{ items: ClusterSlots[] }>(
          '/v1/slots/query',
          { method: 'POST', body: input },
          options,
        )
      : this.#json<{ items: ClusterSlots[] }>(
          '/v1/slots',
          { query: { ...input } },
          options,
        ));
    return items;
  }

  getApp(entityRef: string, options?: FleetRequestOptions): Promise<AppStatus> {
    return this.#json('/v1/app', { query: { entityRef } }, options);
  }

  async getApps(
    entityRefs: string[],
    options?: FleetRequestOptions,
  ): Promise<AppStatus[]> {
    const { items } = await this.#json<{ items: AppStatus[] }>(
      '/v1/apps/query',
      { method: 'POST', body: { entityRefs } },
      options,
    );
    return items;
  }

  getInstances(
    entityRef: string,
    query: InstanceQuery,
    options?: FleetRequestOptions,
  ): Promise<InstancePage> {
    return this.#json(
      '/v1/app/instances',
      { query: { entityRef, ...query } },
      options,
    );
  }

  async getEvents(
    entityRef: string,
    query: { cluster: string },
    options?: FleetRequestOptions,
  ): Promise<AppEvent[]> {
    const { items } = await this.#json<{ items: AppEvent[] }>(
      '/v1/app/events',
      { query: { entityRef, ...query } },
      options,
    );
    return items;
  }

  async getLogs(
    entityRef: string,
    query: LogQuery,
    options?: FleetRequestOptions,
  ): Promise<string> {
    const response = await this.#request(
      '/v1/app/logs',
      { query: { entityRef, ...query }, accept: 'text/plain' },
      options,
    );
    return response.text();
  }

  async *followLogs(
    entityRef: string,
    query: LogQuery,
    options?: FleetRequestOptions,
  ): AsyncIterable<string> {
    const response = await this.#request(
      '/v1/app/logs',
      { query: { entityRef, ...query, follow: true }, accept: 'text/plain' },
      options,
    );
    yield* readText(response);
  }

  getGpuSeries(
    entityRef: string,
    query: { range: '1h' | '24h' | '7d' },
    options?: FleetRequestOptions,
  ): Promise<GpuSeries> {
    return this.#json(
      '/v1/app/gpu-series',
      { query: { entityRef, ...query } },
      options,
    );
  }

  async retryCluster(
    name: string,
    options?: FleetRequestOptions,
  ): Promise<void> {
    await this.#request(
      `/v1/clusters/${encodeURIComponent(name)}/retry`,
      { method: 'POST' },
      options,
    );
  }

  apply(
    request: ApplyRequest,
    options?: FleetRequestOptions,
  ): Promise<ApplyResult> {
    return this.#json('/v1/apply', { method: 'POST', body: request }, options);
  }

  plan(
    request: PlanRequest,
    options?: FleetRequestOptions,
  ): Promise<PlanResult> {
    return this.#json('/v1/plan', { method: 'POST', body: request }, options);
  }

  deleteObjects(
    request: DeleteRequest,
    options?: FleetRequestOptions,
  ): Promise<DeleteResult> {
    return this.#json('/v1/delete', { method: 'POST', body: request }, options);
  }

  waitForObjects(
    request: WaitRequest,
    options?: FleetRequestOptions,
  ): Promise<WaitResult> {
    return this.#json('/v1/wait', { method: 'POST', body: request }, options);
  }

  createNamespace(
    request: CreateNamespaceRequest,
    options?: FleetRequestOptions,
  ): Promise<ApplyResult> {
    return this.#json(
      '/v1/namespaces',
      { method: 'POST', body: request },
      options,
    );
  }

  async getNamespaces(
    query: NamespaceQuery,
    options?: FleetRequestOptions,
  ): Promise<ClusterNamespaces[]> {
    const { items } = await this.#json<{ items: ClusterNamespaces[] }>(
      '/v1/namespaces/query',
      { method: 'POST', body: query },
      options,
    );
    return items;
  }

  registerEntity(
    entity: Record<string, unknown>,
    options?: FleetRequestOptions,
  ): Promise<{ entityRef: string }> {
    return this.#json(
      '/v1/catalog-entities',
      { method: 'POST', body: { entity } },
      options,
    );
  }

  async unregisterEntity(
    entityRef: string,
    options?: FleetRequestOptions,
  ): Promise<void> {
    await this.#request(
      '/v1/catalog-entities',
      { method: 'DELETE', query: { entityRef } },
      options,
    );
  }

  /** The entities that were registered; answers only to Backstage's own plugins. */
  async getRegisteredEntities(
    options?: FleetRequestOptions,
  ): Promise<RegisteredEntity[]> {
    const { items } = await this.#json<{ items: RegisteredEntity[] }>(
      '/v1/catalog-entities',
      {},
      options,
    );
    return items;
  }

  async *updates(
    subscription: UpdateSubscription,
    options?: FleetRequestOptions,
  ): AsyncIterable<FleetUpdate> {
    const response = await this.#request(
      '/v1/updates',
      { method: 'POST', body: subscription, accept: 'text/event-stream' },
      options,
    );
    let buffered = '';
    for await (const text of readText(response)) {
      buffered += text;
      const messages = buffered.split('\n\n');
      buffered = messages.pop()!;
      for (const message of messages) {
        const data = message
          .split('\n')
          .filter(line => line.startsWith('data: '))
          .map(line => line.slice('data: '.length))
          .join('\n');
        if (data) {
          yield JSON.parse(data) as FleetUpdate;
        }
      }
    }
  }

  async #json<T>(
    path: string,
    input: RequestInput,
    options?: FleetRequestOptions,
  ): Promise<T> {
    const response = await this.#request(path, input, options);
    return response.json();
  }

  async #request(
    path: string,
    input: RequestInput,
    options?: FleetRequestOptions,
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('fleet');
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(input.query ?? {})) {
      if (value !== undefined) {
        search.set(key, String(value));
      }
    }
    const url = search.size
      ? `${baseUrl}${path}?${search}`
      : `${baseUrl}${path}`;
    const response = await this.#fetchApi.fetch(url, {
      method: input.method ?? 'GET',
      headers: {
        Accept: input.accept ?? 'application/json',
        ...(input.body !== undefined && { 'Content-Type': 'application/json' }),
        ...(options?.token && { Authorization: `Bearer ${options.token}` }),
      },
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      signal: options?.signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

async function* readText(response: Response): AsyncGenerator<string> {
  if (!response.body) {
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
