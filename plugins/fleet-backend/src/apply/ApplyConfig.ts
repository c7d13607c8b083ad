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

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What may be applied, and where to. */
export interface ApplyConfig {
  enabled: boolean;
  /** API group and kind of what may be applied, `/Service` for the core group. */
  allowedKinds: ReadonlySet<string>;
  /** Those among them that may have no namespace. */
  clusterScopedKinds: ReadonlySet<string>;
  /** Namespaces that nobody changes through Slipway; `*` stands for any text. */
  deniedNamespaces: readonly string[];
  /** Service accounts that pods may run as. */
  serviceAccounts: ReadonlySet<string>;
  /** Types of Services. */
  serviceTypes: ReadonlySet<string>;
  /** Hosts that an Ingress may name; `*` stands for any text. */
  ingressHosts: readonly string[];
  /** ClusterRoles that the owner of a new namespace can get there. */
  namespaceRoles: ReadonlySet<string>;
  /** Names of clusters where Slipway acts as the caller. */
  impersonate: ReadonlySet<string>;
}

const KNOWN_KINDS: Record<string, string> = {
  ConfigMap: '',
  Namespace: '',
  Service: '',
  ServiceAccount: '',
  Deployment: 'apps',
  StatefulSet: 'apps',
  HorizontalPodAutoscaler: 'autoscaling',
  CronJob: 'batch',
  Job: 'batch',
  Ingress: 'networking.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  PodDisruptionBudget: 'policy',
  Rollout: 'argoproj.io',
};

/**
 * Not among them: ServiceAccount, whose annotations can give a pod the rights of a cloud account; and Namespace, which
 * is created by a door of its own.
 */
const DEFAULT_KINDS = Object.keys(KNOWN_KINDS).filter(
  kind => kind !== 'ServiceAccount' && kind !== 'Namespace',
);

const DEFAULT_DENIED_NAMESPACES = [
  'kube-*',
  // A pod there could run as Slipway's own service account, and so do all that Slipway may in the cluster.
  'slipway-system',
];

/** With these one could take over a cluster, or read what others keep secret: no configuration allows them. */
const NEVER_ALLOWED_GROUPS = new Set([
  'rbac.authorization.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'flowcontrol.apiserver.k8s.io',
]);
const NEVER_ALLOWED_KINDS = new Set([
  '/Binding',
  // Both send the traffic of a Service wherever they say: CVE-2021-25740.
  '/Endpoints',
  'discovery.k8s.io/EndpointSlice',
  '/Node',
  '/PersistentVolume',
  // A pod by itself is not restarted, and cannot be changed; a ControllerRevision is what a rollback goes back to.
  '/Pod',
  'apps/ControllerRevision',
  '/Secret',
]);
const NEVER_ALLOWED_ROLES = new Set(['cluster-admin']);
const AT = 'slipway.kubernetes.apply';

/** API group and kind in the form of `ApplyConfig.allowedKinds`. */
export function groupKind(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`;
}

/** Reads `slipway.kubernetes.apply`. */
export function readApplyConfig(root: Config): ApplyConfig {
  const config = root.getOptionalConfig(AT);
  const list = (key: string, fallback: string[]) =>
    config?.getOptionalStringArray(key) ?? fallback;
  return {
    // Without the permission framework everybody may do everything, so then changes need an explicit word.
    enabled:
      config?.getOptionalBoolean('enabled') ??
      root.getOptionalBoolean('permission.enabled') ??
      false,
    allowedKinds: new Set(list('allowedKinds', DEFAULT_KINDS).map(parseKind)),
    clusterScopedKinds: new Set([
      '/Namespace',
      ...list('clusterScopedKinds', []).map(parseKind),
    ]),
    deniedNamespaces: list('deniedNamespaces', DEFAULT_DENIED_NAMESPACES),
    serviceAccounts: new Set(list('serviceAccounts', ['default'])),
    serviceTypes: new Set(list('serviceTypes', ['ClusterIP'])),
    ingressHosts: list('ingressHosts', ['*']),
    namespaceRoles: new Set(
      list('namespaceRoles', ['edit', 'view']).map(requireHarmlessRole),
    ),
    impersonate: new Set(list('impersonate', [])),
  };
}

function requireHarmlessRole(role: string): string {
  if (NEVER_ALLOWED_ROLES.has(role) || role.startsWith('system:')) {
    throw new InputError(
      `${AT}.namespaceRoles has ${role}, which Slipway never binds.`,
    );
  }
  return role;
}

function parseKind(text: string): string {
  const slash = text.lastIndexOf('/');
  const kind = text.slice(slash + 1);
  const group = slash < 0 ? KNOWN_KINDS[kind] : text.slice(0, slash);
  if (group === undefined) {
    throw new InputError(
      `${AT} has the kind ${text}: write it with its API group, as in example.org/${kind}.`,
    );
  }
  if (
    NEVER_ALLOWED_GROUPS.has(group) ||
    NEVER_ALLOWED_KINDS.has(`${group}/${kind}`)
  ) {
    throw new InputError(
      `${AT} has the kind ${text}, which Slipway never applies.`,
    );
  }
  return `${group}/${kind}`;
}
