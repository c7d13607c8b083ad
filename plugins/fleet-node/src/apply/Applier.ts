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
  OWNER_ANNOTATION,
  type KubernetesObject,
  type ObjectRef,
  type ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';
import type { ClusterTransport, TransportError } from '../transport';
import type { ApiDiscovery, ResourceLocation } from './ApiDiscovery';
import type { ApplyOptions, ChangeResult } from './ClusterChanges';
import { fieldChanges } from './fieldChanges';
import { fieldConflicts } from './fieldConflicts';
import type { ObjectReader } from './ObjectReader';
import { describeRefusal, isNoAnswer, refOf } from './refusals';

/** The only content type for server-side apply that every served version knows; JSON is YAML. */
const APPLY_CONTENT_TYPE = 'application/apply-patch+yaml';

/** What became of one object. */
interface Application {
  result: ObjectResult;
  noAnswer?: boolean;
}

/**
 * Writes objects to one cluster by server-side apply, as the field manager `slipway`: it owns the fields it sets, and
 * an apply that was sent twice changes nothing the second time.
 */
export class Applier {
  readonly #cluster: string;
  readonly #transport: ClusterTransport;
  readonly #discovery: ApiDiscovery;
  readonly #reader: ObjectReader;

  constructor(options: {
    cluster: string;
    transport: ClusterTransport;
    discovery: ApiDiscovery;
    reader: ObjectReader;
  }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
    this.#discovery = options.discovery;
    this.#reader = options.reader;
  }

  /** In order, until the first that fails: what comes after may need it. A dry run tells of all that fail. */
  async apply(
    manifests: readonly KubernetesObject[],
    options: ApplyOptions,
  ): Promise<ChangeResult> {
    const objects: ObjectResult[] = [];
    let failed: Application | undefined;
    // In a dry run a namespace of the same request does not come into being, which says nothing about the request.
    const planned = new Set<string>();
    for (const manifest of manifests) {
      const application =
        failed && (failed.noAnswer || !options.dryRun)
          ? { result: describe(manifest, options.namespace, 'not-tried') }
          : await this.#applyOne(manifest, options, planned);
      const { outcome } = application.result;
      objects.push(application.result);
      if (outcome === 'failed' || outcome === 'conflict') {
        failed ??= application;
      }
      if (manifest.kind === 'Namespace' && outcome === 'created') {
        planned.add(manifest.metadata.name);
      }
    }
    return {
      cluster: this.#cluster,
      outcome: failed ? 'failed' : 'applied',
      message: failed?.result.message,
      objects,
      noAnswer: failed?.noAnswer,
    };
  }

  async #applyOne(
    manifest: KubernetesObject,
    options: ApplyOptions,
    planned: ReadonlySet<string>,
  ): Promise<Application> {
    const ref = refOf(manifest);
    const located = await this.#discovery.locate(ref, options.namespace);
    if (!located.ok) {
      const { message, noAnswer } = located;
      const result = describe(manifest, options.namespace, 'failed');
      return { result: { ...result, message }, noAnswer };
    }
    const { namespace } = located.value;
    const before = await this.#reader.get(located.value, ref, options);
    if (!before.ok && before.error.kind !== 'not-found') {
      return this.#refused(manifest, namespace, before.error);
    }
    if (options.dryRun && planned.has(namespace ?? '')) {
      const changes = fieldChanges(undefined, manifest);
      return {
        result: { ...describe(manifest, namespace, 'created'), changes },
      };
    }
    const after = await this.#patch(located.value, manifest, {
      ...options,
      // Left out, the apply would take the owner off again.
      owner: options.owner ?? (before.ok ? ownerOf(before.value) : undefined),
    });
    if (!after.ok && awaitsNamespace(after.error, options)) {
      return {
        result: {
          ...describe(manifest, namespace, 'created'),
          changes: fieldChanges(undefined, manifest),
          message: `The namespace ${namespace} is not in ${
            this.#cluster
          } yet, so ${this.#cluster} could not check this.`,
        },
      };
    }
    if (!after.ok) {
      return this.#refused(manifest, namespace, after.error);
    }
    const changes = before.ok ? fieldChanges(before.value, after.value) : [];
    const changed = changes.length > 0 ? 'changed' : 'unchanged';
    const outcome = before.ok ? changed : 'created';
    return { result: { ...describe(manifest, namespace, outcome), changes } };
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
        // A field that the kind does not have is a slip of the pen, not something to be dropped in silence.
        fieldValidation: 'Strict',
        dryRun: options.dryRun ? 'All' : undefined,
      },
      contentType: APPLY_CONTENT_TYPE,
      body: JSON.stringify(prepare(manifest, location, options)),
      impersonate: options.subject,
      signal: options.signal,
    });
  }

  #refused(
    manifest: KubernetesObject,
    namespace: string | undefined,
    error: TransportError,
  ): Application {
    const conflicts =
      error.kind === 'conflict' ? fieldConflicts(error.body) : [];
    const [first] = conflicts;
    const ref: ObjectRef = refOf(manifest);
    if (!first) {
      return {
        result: {
          ...describe(manifest, namespace, 'failed'),
          message: describeRefusal(this.#cluster, ref, error),
        },
        noAnswer: isNoAnswer(error),
      };
    }
    const more =
      conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : '';
    const message = `${ref.kind} ${ref.name} in ${this.#cluster}: ${
      first.manager
    } owns ${first.path}${more}. Nothing of this object was changed.`;
    return {
      result: {
        ...describe(manifest, namespace, 'conflict'),
        conflicts,
        message,
      },
    };
  }
}

function prepare(
  manifest: KubernetesObject,
  location: ResourceLocation,
  { initiator, owner }: ApplyOptions,
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
        ...(owner && { [OWNER_ANNOTATION]: owner }),
      },
    },
  };
}

/** An API server has no plan for what goes into a namespace that it does not have. */
function awaitsNamespace(
  { kind, body }: TransportError,
  { dryRun, expectNamespaces }: ApplyOptions,
): boolean {
  return (
    dryRun &&
    expectNamespaces === true &&
    kind === 'not-found' &&
    body?.details?.kind === 'namespaces'
  );
}

function ownerOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.annotations?.[OWNER_ANNOTATION];
}

function describe(
  manifest: KubernetesObject,
  namespace: string | undefined,
  outcome: ObjectResult['outcome'],
): ObjectResult {
  return { namespace, ...refOf(manifest), outcome, changes: [], conflicts: [] };
}
