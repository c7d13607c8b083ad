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

import type { JsonObject, JsonValue } from '@backstage/types';
import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';

const SAFE_CAPABILITIES = new Set(['NET_BIND_SERVICE']);

/**
 * Why a manifest's pods would reach past their own container, as the first such thing found; undefined when none does.
 *
 * This is not a second Pod Security admission: it holds also in namespaces where nobody turned that on.
 */
export function findUnsafePodField(
  manifest: KubernetesObject,
): string | undefined {
  const pod = podSpecOf(manifest);
  if (!pod) {
    return undefined;
  }
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].find(
    field => pod[field] === true,
  );
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
  if (isHostProcess(asObject(pod.securityContext))) {
    return 'a Windows host process';
  }
  if (objects(pod.volumes).some(volume => volume.hostPath !== undefined)) {
    return 'a hostPath volume';
  }
  return containersOf(pod).map(findUnsafeContainerField).find(Boolean);
}

function findUnsafeContainerField(container: JsonObject): string | undefined {
  const security = asObject(container.securityContext);
  if (security.privileged === true) {
    return 'a privileged container';
  }
  if (isHostProcess(security)) {
    return 'a Windows host process';
  }
  if (security.allowPrivilegeEscalation === true) {
    return 'allowPrivilegeEscalation';
  }
  if (security.procMount !== undefined && security.procMount !== 'Default') {
    return 'procMount';
  }
  const added = asObject(security.capabilities).add;
  if (
    Array.isArray(added) &&
    added.some(name => !SAFE_CAPABILITIES.has(String(name)))
  ) {
    return 'additional capabilities';
  }
  if (objects(container.ports).some(port => port.hostPort !== undefined)) {
    return 'hostPort';
  }
  return undefined;
}

function isHostProcess(security: JsonObject): boolean {
  return asObject(security.windowsOptions).hostProcess === true;
}

function podSpecOf(manifest: KubernetesObject): JsonObject | undefined {
  let spec = asObject(manifest.spec);
  if (manifest.kind === 'CronJob') {
    spec = asObject(asObject(spec.jobTemplate).spec);
  }
  const template = asObject(spec.template);
  return template.spec === undefined ? undefined : asObject(template.spec);
}

function containersOf(pod: JsonObject): JsonObject[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap(
    field => objects(pod[field]),
  );
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
