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
  OWNER_ANNOTATION,
  type CreateNamespaceRequest,
  type KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import { restrictNamespace } from './namespaces';

/** Of the objects that stand in each namespace that Slipway makes. */
const NAME = 'slipway';
const RBAC = 'rbac.authorization.k8s.io';
const DNS_PORT = 53;

/** What a namespace is made of. */
export interface NamespaceParts
  extends Pick<
    CreateNamespaceRequest,
    'name' | 'owner' | 'labels' | 'quota' | 'limits'
  > {
  defaultDeny: boolean;
  /** ClusterRoles that the owner gets. */
  roles: readonly string[];
  /** By which name the cluster knows the owner. */
  group: string;
}

/** A namespace and what keeps it in bounds, in the order in which they are applied. Pure. */
export function composeNamespace(parts: NamespaceParts): KubernetesObject[] {
  const { name, owner, labels, quota, limits, defaultDeny, roles } = parts;
  return [
    restrictNamespace({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels, annotations: { [OWNER_ANNOTATION]: owner } },
    }),
    ...(quota ? [object('v1', 'ResourceQuota', parts, { hard: quota })] : []),
    ...(limits
      ? [
          object('v1', 'LimitRange', parts, {
            limits: [{ type: 'Container', ...limits }],
          }),
        ]
      : []),
    ...(defaultDeny ? [denyAll(parts), allowDns(parts)] : []),
    ...roles.map(role => bind(parts, role)),
  ];
}

function denyAll(parts: NamespaceParts): KubernetesObject {
  return object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    parts,
    { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    'default-deny',
  );
}

function allowDns(parts: NamespaceParts): KubernetesObject {
  return object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    parts,
    {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: {
                matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
              },
            },
          ],
          ports: ['UDP', 'TCP'].map(protocol => ({ protocol, port: DNS_PORT })),
        },
      ],
    },
    'allow-dns',
  );
}

function bind({ name, group }: NamespaceParts, role: string): KubernetesObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name: `${NAME}-${role}`, namespace: name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: RBAC, kind: 'Group', name: group }],
  };
}

function object(
  apiVersion: string,
  kind: string,
  { name: namespace }: NamespaceParts,
  spec: Record<string, unknown>,
  name = NAME,
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace }, spec };
}
