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

import { InputError } from '@backstage/errors';
import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { groupKind, type ApplyConfig } from './ApplyConfig';
import { findUnsafePodField } from './podSpecs';

const MAX_MANIFESTS = 200;
const MAX_BYTES = 1024 * 1024;
const MAX_NAME_LENGTH = 253;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const DNS_SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Not among them: owner references and finalizers, which delete or keep objects of others; and generateName. */
const METADATA_FIELDS = new Set(['name', 'namespace', 'labels', 'annotations']);

/** ingress-nginx runs what these say inside the controller: CVE-2021-25742. */
const SNIPPET_ANNOTATION = /-snippets?$/;

/**
 * Checks what is to be applied, all of it before anything is.
 *
 * @param namespace - for objects that name none
 * @throws InputError with a sentence that names the manifest
 */
export function checkManifests(
  manifests: KubernetesObject[],
  namespace: string | undefined,
  config: ApplyConfig,
): void {
  if (manifests.length === 0) {
    throw new InputError('There is nothing to apply.');
  }
  if (manifests.length > MAX_MANIFESTS) {
    throw new InputError(
      `At most ${MAX_MANIFESTS} objects can be applied at once, not ${manifests.length}.`,
    );
  }
  if (JSON.stringify(manifests).length > MAX_BYTES) {
    throw new InputError('The manifests are larger than 1 MiB together.');
  }
  const seen = new Set<string>();
  manifests.forEach((manifest, index) => {
    const problem =
      findProblem(manifest, namespace, config) ??
      findDuplicate(manifest, namespace, seen);
    if (problem) {
      throw new InputError(
        `Manifest ${index + 1} (${manifest.kind} ${
          manifest.metadata.name
        }): ${problem}`,
      );
    }
  });
}

function findProblem(
  manifest: KubernetesObject,
  namespace: string | undefined,
  config: ApplyConfig,
): string | undefined {
  const { apiVersion, kind } = manifest;
  if (!config.allowedKinds.has(groupKind(apiVersion, kind))) {
    return `${kind} of ${apiVersion} may not be applied. The platform team allows kinds with slipway.kubernetes.apply.allowedKinds.`;
  }
  return (
    findMetadataProblem(manifest) ??
    findNamespaceProblem(manifest, namespace, config) ??
    findKindProblem(manifest)
  );
}

function findMetadataProblem({
  metadata,
}: KubernetesObject): string | undefined {
  const { name } = metadata;
  if (name.length > MAX_NAME_LENGTH || !DNS_SUBDOMAIN.test(name)) {
    return 'the name must be lower case letters, digits, - and dots.';
  }
  const unknown = Object.keys(metadata).find(
    field => !METADATA_FIELDS.has(field),
  );
  return unknown && `metadata.${unknown} may not be set.`;
}

function findNamespaceProblem(
  { kind, metadata }: KubernetesObject,
  fallback: string | undefined,
  config: ApplyConfig,
): string | undefined {
  const namespace =
    kind === 'Namespace' ? metadata.name : metadata.namespace ?? fallback;
  if (namespace === undefined) {
    return 'it names no namespace.';
  }
  if (!DNS_LABEL.test(namespace)) {
    return `${namespace} is not a name of a namespace.`;
  }
  if (config.deniedNamespaces.has(namespace)) {
    return `nothing may be changed in the namespace ${namespace}.`;
  }
  return undefined;
}

function findKindProblem(manifest: KubernetesObject): string | undefined {
  const unsafe = findUnsafePodField(manifest);
  if (unsafe) {
    return `${unsafe} would let its pods reach past their own container, and is not allowed.`;
  }
  const spec = manifest.spec as Record<string, unknown> | undefined;
  if (manifest.kind === 'Service') {
    // Both let a service take the traffic of other addresses: CVE-2020-8554.
    if (spec?.externalIPs !== undefined || spec?.type === 'ExternalName') {
      return 'external IPs and external names are not allowed.';
    }
  }
  const snippet = Object.keys(manifest.metadata.annotations ?? {}).find(key =>
    SNIPPET_ANNOTATION.test(key),
  );
  return snippet && `the annotation ${snippet} is not allowed.`;
}

function findDuplicate(
  { apiVersion, kind, metadata }: KubernetesObject,
  namespace: string | undefined,
  seen: Set<string>,
): string | undefined {
  const key = JSON.stringify([
    groupKind(apiVersion, kind),
    metadata.namespace ?? namespace,
    metadata.name,
  ]);
  if (seen.has(key)) {
    return 'the same object is there twice.';
  }
  seen.add(key);
  return undefined;
}
