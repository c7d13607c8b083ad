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
  FIELD_MANAGER,
  INITIATOR_ANNOTATION,
  type ClusterResult,
  type KubernetesObject,
  type ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';
import type { ApplyOptions } from '../service/FleetService';
import type { ClusterTransport, TransportError } from '../transport';
import { ApiDiscovery, type ResourceLocation } from './ApiDiscovery';
import { fieldChanges } from './fieldChanges';
import { fieldConflicts } from './fieldConflicts';

/** The only content type for server-side apply that every served version knows; JSON is YAML. */
const APPLY_CONTENT_TYPE = 'application/apply-patch+yaml';

/**
 * Writes objects to one cluster by server-side apply, as the field manager `slipway`: it owns the fields it sets, and
 * an apply that was sent twice changes nothing the second time.
 */
export class Applier {
  readonly #cluster: string;
  readonly #transport: ClusterTransport;
  readonly #discovery: ApiDiscovery;

  constructor(options: { cluster: string; transport: ClusterTransport }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
    this.#discovery = new ApiDiscovery(options);
  }

  /** In order, until the first that fails: what comes after may need it. */
  async apply(
    manifests: readonly KubernetesObject[],
    options: ApplyOptions,
  ): Promise<ClusterResult> {
    const objects: ObjectResult[] = [];
    let failed: ObjectResult | undefined;
    // In a dry run a namespace of the same request does not come into being, which says nothing about the request.
    const planned = new Set<string>();
    for (const manifest of manifests) {
      const result = failed
        ? notTried(manifest, options)
        : await this.#applyOne(manifest, options, planned);
      objects.push(result);
      if (result.outcome === 'failed' || result.outcome === 'conflict') {
        failed ??= result;
      }
      if (manifest.kind === 'Namespace' && result.outcome === 'created') {
        planned.add(manifest.metadata.name);
      }
    }
    return {
      cluster: this.#cluster,
      outcome: failed ? 'failed' : 'applied',
      message: failed?.message,
      objects,
    };
  }

  async #applyOne(
    manifest: KubernetesObject,
    options: ApplyOptions,
    planned: ReadonlySet<string>,
  ): Promise<ObjectResult> {
    const located = await this.#discovery.locate(manifest, options.namespace);
    if (!located.ok) {
      return failure(manifest, options.namespace, located.message);
    }
    const { namespace } = located.value;
    const before = await this.#read(located.value, manifest, options);
    if (!before.ok && before.error.kind !== 'not-found') {
      return this.#refused(manifest, namespace, before.error);
    }
    if (options.dryRun && planned.has(namespace ?? '')) {
      return {
        ...describe(manifest, namespace),
        outcome: 'created',
        changes: fieldChanges(undefined, manifest),
        conflicts: [],
      };
    }
    const after = await this.#patch(located.value, manifest, options);
    if (!after.ok) {
      return this.#refused(manifest, namespace, after.error);
    }
    const changes = before.ok ? fieldChanges(before.value, after.value) : [];
    const changed = changes.length > 0 ? 'changed' : 'unchanged';
    return {
      ...describe(manifest, namespace),
      outcome: before.ok ? changed : 'created',
      changes,
      conflicts: [],
    };
  }

  #read(
    location: ResourceLocation,
    manifest: KubernetesObject,
    options: ApplyOptions,
  ) {
    return this.#transport.json<KubernetesObject>({
      verb: 'get',
      doing: `read ${manifest.kind} ${manifest.metadata.name}`,
      path: location.path,
      signal: options.signal,
    });
  }

  #patch(
    location: ResourceLocation,
    manifest: KubernetesObject,
    options: ApplyOptions,
  ) {
    return this.#transport.json<KubernetesObject>({
      verb: 'patch',
      doing: `apply ${manifest.kind} ${manifest.metadata.name}`,
      method: 'PATCH',
      path: location.path,
      query: {
        fieldManager: FIELD_MANAGER,
        force: options.force,
        dryRun: options.dryRun ? 'All' : undefined,
      },
      contentType: APPLY_CONTENT_TYPE,
      body: JSON.stringify(prepare(manifest, location, options.initiator)),
      signal: options.signal,
    });
  }

  #refused(
    manifest: KubernetesObject,
    namespace: string | undefined,
    error: TransportError,
  ): ObjectResult {
    const conflicts =
      error.kind === 'conflict' ? fieldConflicts(error.body) : [];
    const [first] = conflicts;
    if (first) {
      const more =
        conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : '';
      return {
        ...describe(manifest, namespace),
        outcome: 'conflict',
        changes: [],
        conflicts,
        message: `${manifest.kind} ${manifest.metadata.name} in ${
          this.#cluster
        }: ${first.manager} owns ${
          first.path
        }${more}. Nothing of this object was changed.`,
      };
    }
    // The API server's own words name the field that it does not like.
    const said = error.status && error.body?.message;
    return failure(
      manifest,
      namespace,
      said && error.kind !== 'unauthorized'
        ? `${this.#cluster} refuses ${manifest.kind} ${
            manifest.metadata.name
          }: ${said}`
        : `${this.#cluster} ${error.message}.`,
    );
  }
}

function prepare(
  manifest: KubernetesObject,
  location: ResourceLocation,
  initiator: string,
): KubernetesObject {
  const { metadata, ...rest } = manifest;
  // An applied object must not carry these, and `status` belongs to controllers.
  const { managedFields, resourceVersion, uid, ...kept } = metadata;
  delete rest.status;
  return {
    ...rest,
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    metadata: {
      ...kept,
      name: metadata.name,
      ...(location.namespace && { namespace: location.namespace }),
      annotations: {
        ...metadata.annotations,
        [INITIATOR_ANNOTATION]: initiator,
      },
    },
  };
}

function describe(
  { apiVersion, kind, metadata }: KubernetesObject,
  namespace: string | undefined,
): Pick<ObjectResult, 'apiVersion' | 'kind' | 'name' | 'namespace'> {
  return { apiVersion, kind, name: metadata?.name ?? '', namespace };
}

function failure(
  manifest: KubernetesObject,
  namespace: string | undefined,
  message: string,
): ObjectResult {
  return {
    ...describe(manifest, manifest.metadata?.namespace ?? namespace),
    outcome: 'failed',
    changes: [],
    conflicts: [],
    message,
  };
}

function notTried(
  manifest: KubernetesObject,
  { namespace }: ApplyOptions,
): ObjectResult {
  return {
    ...describe(manifest, manifest.metadata?.namespace ?? namespace),
    outcome: 'not-tried',
    changes: [],
    conflicts: [],
  };
}
