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

import type { ObjectRef } from '@slipway/backstage-plugin-fleet-common';
import { isDnsLabel, isDnsSubdomain, quote } from '../selector/names';
import type { ClusterTransport } from '../transport';

/** Custom kinds come and go. */
const CACHE_MS = 60_000;
const API_VERSION = /^(?:([a-z0-9.-]+)\/)?(v[0-9][a-z0-9]*)$/;

interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/** Where an object of some kind is to be found. */
export interface ResourceLocation {
  /** Encoded, without the object's name. */
  collection: string;
  /** With the object's name. */
  path: string;
  namespace?: string;
}

/** The location, or why there is none, as a plain sentence. */
export type LocationResult =
  | { ok: true; value: ResourceLocation }
  | {
      ok: false;
      message: string;
      /** Whether the cluster gave no answer. */
      noAnswer?: boolean;
    };

/**
 * Finds the REST path of an object: the API server says which kinds it has and whether they have a namespace.
 */
export class ApiDiscovery {
  readonly #cluster: string;
  readonly #transport: ClusterTransport;
  readonly #cache = new Map<
    string,
    { at: number; resources: Map<string, ApiResource> }
  >();

  constructor(options: { cluster: string; transport: ClusterTransport }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
  }

  /** @param defaultNamespace for an object that names none */
  async locate(
    object: ObjectRef,
    defaultNamespace: string | undefined,
  ): Promise<LocationResult> {
    const { name } = object;
    const version = API_VERSION.exec(object.apiVersion);
    if (!version) {
      return problem(`${quote(object.apiVersion)} is no API version.`);
    }
    // RBAC objects may hold colons; nothing may hold a slash.
    if (!isDnsSubdomain(name.replace(/:/g, '.')) || name.length > 253) {
      return problem(`${quote(name)} is no name for an object.`);
    }
    const [, group, apiVersion] = version;
    const base = group ? `/apis/${group}/${apiVersion}` : `/api/${apiVersion}`;
    const resources = await this.#resources(base, object.apiVersion);
    if (typeof resources === 'string') {
      return problem(resources);
    }
    if ('noAnswer' in resources) {
      return { ok: false, message: resources.noAnswer, noAnswer: true };
    }
    const resource = resources.get(object.kind);
    if (!resource) {
      return problem(
        `${this.#cluster} does not have the kind ${quote(object.kind)} of ${
          object.apiVersion
        }.`,
      );
    }
    return this.#path(base, resource, object, defaultNamespace);
  }

  #path(
    base: string,
    resource: ApiResource,
    object: ObjectRef,
    defaultNamespace: string | undefined,
  ): LocationResult {
    const plural = encodeURIComponent(resource.name);
    const name = encodeURIComponent(object.name);
    if (!resource.namespaced) {
      const collection = `${base}/${plural}`;
      return { ok: true, value: { collection, path: `${collection}/${name}` } };
    }
    const namespace = object.namespace ?? defaultNamespace;
    if (!namespace || !isDnsLabel(namespace)) {
      return problem(
        namespace
          ? `${quote(namespace)} is no name for a namespace.`
          : `${object.kind} ${object.name} needs a namespace.`,
      );
    }
    const collection = `${base}/namespaces/${namespace}/${plural}`;
    return {
      ok: true,
      value: { collection, path: `${collection}/${name}`, namespace },
    };
  }

  async #resources(
    base: string,
    apiVersion: string,
  ): Promise<Map<string, ApiResource> | { noAnswer: string } | string> {
    const known = this.#cache.get(base);
    if (known && Date.now() - known.at < CACHE_MS) {
      return known.resources;
    }
    const result = await this.#transport.json<{ resources?: ApiResource[] }>({
      verb: 'get',
      doing: `read what ${apiVersion} has`,
      path: base,
    });
    if (!result.ok) {
      return result.error.kind === 'not-found'
        ? `${this.#cluster} does not have the API ${apiVersion}.`
        : { noAnswer: `${this.#cluster} ${result.error.message}.` };
    }
    const resources = new Map(
      (result.value.resources ?? [])
        // Subresources, such as deployments/scale, have kinds of their own.
        .filter(({ name }) => !name.includes('/'))
        .map(resource => [resource.kind, resource]),
    );
    this.#cache.set(base, { at: Date.now(), resources });
    return resources;
  }
}

function problem(message: string): LocationResult {
  return { ok: false, message };
}
