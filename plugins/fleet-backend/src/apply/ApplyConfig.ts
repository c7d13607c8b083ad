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
  allowedKinds: Set<string>;
  /** Namespaces that nobody changes through Slipway. */
  deniedNamespaces: Set<string>;
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

/** ServiceAccount is not among them: its annotations can give a pod the rights of a cloud account. */
const DEFAULT_KINDS = Object.keys(KNOWN_KINDS).filter(
  kind => kind !== 'ServiceAccount',
);

const DEFAULT_DENIED_NAMESPACES = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
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
  'Binding',
  'Node',
  'PersistentVolume',
  'Pod',
  'Secret',
]);

/** API group and kind in the form of `ApplyConfig.allowedKinds`. */
export function groupKind(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`;
}

/** Reads `slipway.kubernetes.apply`. */
export function readApplyConfig(root: Config): ApplyConfig {
  const config = root.getOptionalConfig('slipway.kubernetes.apply');
  const kinds = config?.getOptionalStringArray('allowedKinds') ?? DEFAULT_KINDS;
  return {
    // Without the permission framework everybody may do everything, so then changes need an explicit word.
    enabled:
      config?.getOptionalBoolean('enabled') ??
      root.getOptionalBoolean('permission.enabled') ??
      false,
    allowedKinds: new Set(kinds.map(parseKind)),
    deniedNamespaces: new Set(
      config?.getOptionalStringArray('deniedNamespaces') ??
        DEFAULT_DENIED_NAMESPACES,
    ),
  };
}

function parseKind(text: string): string {
  const slash = text.lastIndexOf('/');
  const kind = text.slice(slash + 1);
  const group = slash < 0 ? KNOWN_KINDS[kind] : text.slice(0, slash);
  if (group === undefined) {
    throw new InputError(
      `slipway.kubernetes.apply.allowedKinds has ${text}: write it with its API group, as in example.org/${kind}.`,
    );
  }
  if (
    NEVER_ALLOWED_GROUPS.has(group) ||
    (group === '' && NEVER_ALLOWED_KINDS.has(kind))
  ) {
    throw new InputError(
      `slipway.kubernetes.apply.allowedKinds has ${text}, which Slipway never applies.`,
    );
  }
  return `${group}/${kind}`;
}
