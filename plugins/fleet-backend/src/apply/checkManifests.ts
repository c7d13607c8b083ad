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
  INITIATOR_ANNOTATION,
  OWNER_ANNOTATION,
  type KubernetesObject,
  type ManifestProblem,
  type ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import { matchesPattern } from '../permissions';
import { groupKind, type ApplyConfig } from './ApplyConfig';
import { findNetworkProblem } from './findNetworkProblem';
import { findPodProblem } from './findPodProblem';
import { NAMESPACE_NAME } from './namespaces';

const MAX_NAME_LENGTH = 253;
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const DNS_SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Not among them: owner references and finalizers, which delete or keep objects of others. */
const METADATA_FIELDS = new Set(['name', 'namespace', 'labels', 'annotations']);
/** Slipway writes these: nobody may say that somebody else did it. */
const OWN_ANNOTATIONS = [INITIATOR_ANNOTATION, OWNER_ANNOTATION];

/**
 * What keeps manifests from being applied: at most one problem each. Pure, and done before a cluster is asked.
 *
 * @param namespace - for objects that name none
 */
export function checkManifests(
  manifests: readonly KubernetesObject[],
  namespace: string | undefined,
  config: ApplyConfig,
): ManifestProblem[] {
  const seen = new Set<string>();
  return manifests.flatMap((manifest, index) => {
    const { apiVersion, kind, metadata } = manifest;
    const ref = { apiVersion, kind, ...metadata };
    const problem =
      findKindProblem(ref, config) ??
      findMetadataProblem(manifest) ??
      findNamespaceProblem(ref, namespace, config) ??
      findNetworkProblem(manifest, config) ??
      findUnsafePod(manifest, config) ??
      findDuplicate(ref, namespace, seen);
    return problem === undefined
      ? []
      : [{ index, message: `${describe(ref, index)}: ${problem}` }];
  });
}

/** The same for objects that are to be deleted or waited for, of which only the name is known. */
export function checkRefs(
  refs: readonly ObjectRef[],
  namespace: string | undefined,
  config: ApplyConfig,
): ManifestProblem[] {
  const seen = new Set<string>();
  return refs.flatMap((ref, index) => {
    const problem =
      findKindProblem(ref, config) ??
      findNameProblem(ref.name) ??
      findNamespaceProblem(ref, namespace, config) ??
      findDuplicate(ref, namespace, seen);
    return problem === undefined
      ? []
      : [{ index, message: `${describe(ref, index)}: ${problem}` }];
  });
}

function describe({ kind, name }: ObjectRef, index: number): string {
  return `Manifest ${index + 1} (${kind} ${name})`.slice(0, 300);
}

function findKindProblem(
  { apiVersion, kind }: ObjectRef,
  { allowedKinds }: ApplyConfig,
): string | undefined {
  if (allowedKinds.has(groupKind(apiVersion, kind))) {
    return undefined;
  }
  return kind === 'Namespace' && apiVersion === 'v1'
    ? 'a namespace is not applied but created, with its quota and policies: by kubernetes:create-namespace, for example.'
    : `${kind} of ${apiVersion} may not be changed. The platform team allows kinds with slipway.kubernetes.apply.allowedKinds.`;
}

function findNameProblem(name: string): string | undefined {
  return name.length > MAX_NAME_LENGTH || !DNS_SUBDOMAIN.test(name)
    ? 'the name must be lower case letters, digits, - and dots.'
    : undefined;
}

function findMetadataProblem({
  metadata,
}: KubernetesObject): string | undefined {
  const unknown = Object.keys(metadata).find(
    field => !METADATA_FIELDS.has(field),
  );
  if (unknown !== undefined) {
    return `metadata.${unknown} may not be set.`;
  }
  const own = OWN_ANNOTATIONS.find(
    key => metadata.annotations?.[key] !== undefined,
  );
  return own === undefined
    ? findNameProblem(metadata.name)
    : `the annotation ${own} is written by Slipway alone.`;
}

function findNamespaceProblem(
  { apiVersion, kind, name, namespace: own }: ObjectRef,
  wanted: string | undefined,
  { clusterScopedKinds, deniedNamespaces }: ApplyConfig,
): string | undefined {
  if (own !== undefined && wanted !== undefined && own !== wanted) {
    return `it names the namespace ${own}, and the request ${wanted}.`;
  }
  const namespace = kind === 'Namespace' ? name : own ?? wanted;
  if (namespace === undefined) {
    return clusterScopedKinds.has(groupKind(apiVersion, kind))
      ? undefined
      : 'it names no namespace.';
  }
  if (!NAMESPACE_NAME.test(namespace)) {
    return `${namespace} is not a name of a namespace.`;
  }
  return deniedNamespaces.some(pattern => matchesPattern(pattern, namespace))
    ? `nothing may be changed in the namespace ${namespace}.`
    : undefined;
}

function findUnsafePod(
  manifest: KubernetesObject,
  config: ApplyConfig,
): string | undefined {
  const unsafe = findPodProblem(manifest, config);
  return (
    unsafe &&
    `${unsafe} would let its pods reach past their own container, and is not allowed.`
  );
}

function findDuplicate(
  { apiVersion, kind, name, namespace }: ObjectRef,
  wanted: string | undefined,
  seen: Set<string>,
): string | undefined {
  const key = JSON.stringify([
    groupKind(apiVersion, kind),
    namespace ?? wanted,
    name,
  ]);
  if (seen.has(key)) {
    return 'the same object is there twice.';
  }
  seen.add(key);
  return undefined;
}
