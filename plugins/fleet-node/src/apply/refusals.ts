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
import type { TransportError } from '../transport';

/** The manifest's object as it is named elsewhere; manifests come from people, so their shape is not sure. */
export function refOf(manifest: KubernetesObject): ObjectRef {
  const { apiVersion, kind, metadata } = manifest;
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    name: String(metadata?.name ?? ''),
    ...(metadata?.namespace !== undefined && {
      namespace: String(metadata.namespace),
    }),
  };
}

/** Whether the cluster gave no answer, in contrast to one that says no. */
export function isNoAnswer({ kind }: TransportError): boolean {
  switch (kind) {
    case 'forbidden':
    case 'not-found':
    case 'conflict':
    case 'rejected':
      return false;
    default:
      return true;
  }
}

/** What an API server says against a request, as a plain sentence; its own words name the field it does not like. */
export function describeRefusal(
  cluster: string,
  { kind, name }: ObjectRef,
  error: TransportError,
): string {
  const said = error.status && error.body?.message;
  return said && error.kind !== 'unauthorized'
    ? `${cluster} refuses ${kind} ${name}: ${said}`
    : `${cluster} ${error.message}.`;
}
