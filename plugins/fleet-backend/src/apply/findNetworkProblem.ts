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

import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { matchesPattern } from '../permissions';
import type { ApplyConfig } from './ApplyConfig';
import { isRecord } from './isRecord';

/** ingress-nginx runs what these say inside the controller: CVE-2021-25742. */
const SNIPPET_ANNOTATION = /-snippets?$/;

/** Why a manifest would take the traffic of others, as a sentence; undefined when it does not. */
export function findNetworkProblem(
  { kind, metadata, spec }: KubernetesObject,
  config: Pick<ApplyConfig, 'serviceTypes' | 'ingressHosts'>,
): string | undefined {
  const snippet = Object.keys(metadata.annotations ?? {}).find(key =>
    SNIPPET_ANNOTATION.test(key),
  );
  if (snippet) {
    return `the annotation ${snippet} is not allowed.`;
  }
  if (!isRecord(spec)) {
    return undefined;
  }
  switch (kind) {
    case 'Service':
      return findServiceProblem(spec, config.serviceTypes);
    case 'Ingress':
      return findIngressProblem(spec, config.ingressHosts);
    default:
      return undefined;
  }
}

function findServiceProblem(
  spec: Record<string, unknown>,
  types: ReadonlySet<string>,
): string | undefined {
  const { type = 'ClusterIP', externalIPs, externalName } = spec;
  // Both let a Service take the traffic of other addresses: CVE-2020-8554.
  if (externalIPs !== undefined || externalName !== undefined) {
    return 'external IPs and external names are not allowed.';
  }
  return types.has(String(type))
    ? undefined
    : `a Service of type ${type} is not allowed. The platform team allows types with slipway.kubernetes.apply.serviceTypes.`;
}

function findIngressProblem(
  spec: Record<string, unknown>,
  patterns: readonly string[],
): string | undefined {
  if (spec.defaultBackend !== undefined) {
    return 'a default backend is not allowed: it takes what no other Ingress wants.';
  }
  const rules = Array.isArray(spec.rules) ? spec.rules.filter(isRecord) : [];
  const tls = Array.isArray(spec.tls) ? spec.tls.filter(isRecord) : [];
  const hosts = [
    ...rules.map(({ host }) => host),
    ...tls.flatMap(entry => (Array.isArray(entry.hosts) ? entry.hosts : [])),
  ];
  for (const host of hosts) {
    if (typeof host !== 'string' || host === '') {
      return 'each rule must name its host, or it takes the traffic of all.';
    }
    if (host.includes('*') && !patterns.includes(host)) {
      return `the host ${host} takes the traffic of other apps, and is not allowed.`;
    }
    if (!patterns.some(pattern => matchesPattern(pattern, host))) {
      return `the host ${host} is not allowed. The platform team allows hosts with slipway.kubernetes.apply.ingressHosts.`;
    }
  }
  return undefined;
}
