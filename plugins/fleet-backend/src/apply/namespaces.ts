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
  ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const NAMESPACE_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const RESTRICTED = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
};

/** A namespace that Slipway makes runs its pods under the restricted Pod Security Standard, whatever was asked. */
export function restrictNamespace(
  manifest: KubernetesObject,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      ...manifest.metadata,
      labels: {
        ...withoutPodSecurity(manifest.metadata.labels),
        ...RESTRICTED,
      },
    },
  };
}

/** The result for a namespace that is there already: it stays as it is, since others may live in it. */
export function unchangedNamespace(name: string): ObjectResult {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    name,
    outcome: 'unchanged',
    changes: [],
    conflicts: [],
  };
}

function withoutPodSecurity(
  labels: Record<string, string> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(
      ([key]) => !key.startsWith('pod-security.kubernetes.io/'),
    ),
  );
}
