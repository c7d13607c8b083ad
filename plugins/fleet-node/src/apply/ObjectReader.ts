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
  KubernetesObject,
  ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import type { ClusterTransport } from '../transport';
import type { ApiDiscovery, ResourceLocation } from './ApiDiscovery';
import type {
  LiveNamespaces,
  LiveObject,
  ObjectOptions,
} from './ClusterChanges';
import { describeRefusal, isNoAnswer } from './refusals';

/** Requests at a time to one cluster. */
const AT_A_TIME = 8;
/** Objects a page, and how many pages: more namespaces than any cluster is built for. */
const PAGE_SIZE = 500;
const MAX_PAGES = 40;

/** Reads objects as an API server has them now, for what the cache does not hold or what must be certain. */
export class ObjectReader {
  readonly #cluster: string;
  readonly #transport: ClusterTransport;
  readonly #discovery: ApiDiscovery;

  constructor(options: {
    cluster: string;
    transport: ClusterTransport;
    discovery: ApiDiscovery;
  }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
    this.#discovery = options.discovery;
  }

  async readAll(
    refs: readonly ObjectRef[],
    options: ObjectOptions,
  ): Promise<LiveObject[]> {
    const results: LiveObject[] = [];
    for (let start = 0; start < refs.length; start += AT_A_TIME) {
      const some = refs.slice(start, start + AT_A_TIME);
      results.push(
        ...(await Promise.all(some.map(ref => this.#readOne(ref, options)))),
      );
    }
    return results;
  }

  get(location: ResourceLocation, ref: ObjectRef, options: ObjectOptions) {
    return this.#transport.json<KubernetesObject>({
      verb: 'get',
      doing: `read ${ref.kind} ${ref.name}`,
      path: location.path,
      impersonate: options.subject,
      signal: options.signal,
    });
  }

  async readNamespaces({
    subject,
    signal,
  }: ObjectOptions): Promise<LiveNamespaces> {
    const namespaces: KubernetesObject[] = [];
    let token: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const result = await this.#transport.json<{
        items: KubernetesObject[];
        metadata?: { continue?: string };
      }>({
        verb: 'list',
        doing: 'list namespaces',
        path: '/api/v1/namespaces',
        query: { limit: PAGE_SIZE, continue: token },
        impersonate: subject,
        signal,
      });
      if (!result.ok) {
        const { kind, message } = result.error;
        return {
          ok: false,
          message: `${this.#cluster} ${message}.`,
          forbidden: kind === 'forbidden',
        };
      }
      namespaces.push(...result.value.items);
      token = result.value.metadata?.continue;
      if (!token) {
        break;
      }
    }
    return { ok: true, namespaces };
  }

  async #readOne(ref: ObjectRef, options: ObjectOptions): Promise<LiveObject> {
    const located = await this.#discovery.locate(ref, options.namespace);
    if (!located.ok) {
      const { message, noAnswer = false } = located;
      return { ...ref, problem: { message, noAnswer } };
    }
    const { namespace } = located.value;
    const found = { ...ref, namespace, namespaced: namespace !== undefined };
    const result = await this.get(located.value, ref, options);
    if (result.ok) {
      return { ...found, object: result.value };
    }
    return result.error.kind === 'not-found'
      ? found
      : {
          ...found,
          problem: {
            message: describeRefusal(this.#cluster, ref, result.error),
            noAnswer: isNoAnswer(result.error),
          },
        };
  }
}
