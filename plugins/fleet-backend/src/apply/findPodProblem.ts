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

import type { ApplyConfig } from './ApplyConfig';
import { isRecord } from './isRecord';

type Fields = Record<string, unknown>;

const SAFE_CAPABILITIES = new Set(['NET_BIND_SERVICE']);
/** Those of the restricted Pod Security Standard but inline CSI, whose drivers can read what the pod may not. */
const SAFE_VOLUMES = new Set([
  'configMap',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];
const POD_LISTS = [...CONTAINER_LISTS, 'volumes'];
const SHARED_WITH_NODE = ['hostNetwork', 'hostPID', 'hostIPC'];

/**
 * Why a manifest's pods would reach past their own container, as the first such thing found; undefined when none does.
 *
 * Whatever has a list of containers or volumes counts as a pod, wherever it stands: in a Deployment, a CronJob, a Rollout, or in a
 * custom kind that an admin allowed. This is not a second Pod Security admission: it holds also in namespaces where
 * nobody turned that on.
 */
export function findPodProblem(
  value: unknown,
  config: Pick<ApplyConfig, 'serviceAccounts'>,
): string | undefined {
  if (Array.isArray(value)) {
    return first(value, item => findPodProblem(item, config));
  }
  if (!isRecord(value)) {
    return undefined;
  }
  const problem = looksLikePod(value)
    ? findProblemOfPod(value, config)
    : undefined;
  return (
    problem ?? first(Object.values(value), item => findPodProblem(item, config))
  );
}

/** Also a part of one, as custom kinds take to lay it over their own. */
function looksLikePod(value: Fields): boolean {
  return (
    POD_LISTS.some(field => Array.isArray(value[field])) ||
    SHARED_WITH_NODE.some(field => value[field] === true)
  );
}

function findProblemOfPod(
  pod: Fields,
  { serviceAccounts }: Pick<ApplyConfig, 'serviceAccounts'>,
): string | undefined {
  const shared = SHARED_WITH_NODE.find(field => pod[field] === true);
  if (shared) {
    return shared;
  }
  if (pod.nodeName !== undefined) {
    return 'nodeName';
  }
  // Such pods push away those of others, on every node.
  if (String(pod.priorityClassName ?? '').startsWith('system-')) {
    return 'a priority class of the system';
  }
  const account = [pod.serviceAccountName, pod.serviceAccount].find(
    name => name !== undefined && !serviceAccounts.has(String(name)),
  );
  if (account !== undefined) {
    return `the service account ${account}, which slipway.kubernetes.apply.serviceAccounts does not name,`;
  }
  if (pod.automountServiceAccountToken === true) {
    return 'automountServiceAccountToken';
  }
  return (
    findSecurityProblem(record(pod.securityContext)) ??
    first(records(pod.volumes), findVolumeProblem) ??
    first(
      CONTAINER_LISTS.flatMap(field => records(pod[field])),
      findContainerProblem,
    )
  );
}

/** Of a pod or of a container: they share these fields. */
function findSecurityProblem(security: Fields): string | undefined {
  if (record(security.windowsOptions).hostProcess === true) {
    return 'a Windows host process';
  }
  const unconfined = ['seccompProfile', 'appArmorProfile'].find(
    field => record(security[field]).type === 'Unconfined',
  );
  if (unconfined) {
    return `${unconfined} Unconfined`;
  }
  const { user, role } = record(security.seLinuxOptions);
  if (user || role) {
    return 'a user or role of SELinux';
  }
  return records(security.sysctls).length > 0 ? 'sysctls' : undefined;
}

function findVolumeProblem(volume: Fields): string | undefined {
  const type = Object.keys(volume).find(
    field => field !== 'name' && !SAFE_VOLUMES.has(field),
  );
  if (type) {
    return `a ${type} volume`;
  }
  const sources = records(record(volume.projected).sources);
  if (
    sources.some(
      source =>
        source.serviceAccountToken !== undefined ||
        source.clusterTrustBundle !== undefined ||
        source.podCertificate !== undefined,
    )
  ) {
    return "a volume with a service account's token or certificate";
  }
  return undefined;
}

function findContainerProblem(container: Fields): string | undefined {
  const security = record(container.securityContext);
  if (security.privileged === true) {
    return 'a privileged container';
  }
  if (security.allowPrivilegeEscalation === true) {
    return 'allowPrivilegeEscalation';
  }
  if (security.procMount !== undefined && security.procMount !== 'Default') {
    return 'procMount';
  }
  const { add } = record(security.capabilities);
  if (
    Array.isArray(add) &&
    add.some(name => !SAFE_CAPABILITIES.has(String(name)))
  ) {
    return 'additional capabilities';
  }
  if (records(container.ports).some(port => port.hostPort !== undefined)) {
    return 'hostPort';
  }
  return findSecurityProblem(security) ?? findHostOfProbe(container);
}

/** With a host of its own a probe makes the node ask whatever address it says. */
function findHostOfProbe(container: Fields): string | undefined {
  const lifecycle = record(container.lifecycle);
  const handlers = [
    container.livenessProbe,
    container.readinessProbe,
    container.startupProbe,
    lifecycle.postStart,
    lifecycle.preStop,
  ].map(record);
  return handlers.some(handler =>
    ['httpGet', 'tcpSocket'].some(
      kind => record(handler[kind]).host !== undefined,
    ),
  )
    ? 'a probe or hook of another host'
    : undefined;
}

function first<T>(
  items: readonly T[],
  find: (item: T) => string | undefined,
): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function records(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function record(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
