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
import { formatQuantity } from '../../format';

/** The one thing that a person wants to know of an object, in a few words; undefined for kinds without one. */
export function describeManifest(
  manifest: KubernetesObject | undefined,
): string | undefined {
  const spec = fieldsOf(manifest?.spec);
  switch (manifest?.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'Rollout':
      return typeof spec?.replicas === 'number'
        ? formatQuantity(spec.replicas, 'instance')
        : imageOf(spec);
    case 'HorizontalPodAutoscaler':
      return `${spec?.minReplicas ?? 1} to ${spec?.maxReplicas} instances`;
    case 'PodDisruptionBudget':
      return spec?.maxUnavailable !== undefined
        ? `${spec.maxUnavailable} away at most`
        : undefined;
    case 'Service':
      return listOf(spec?.ports)
        .map(port => `port ${fieldsOf(port)?.port}`)
        .join(', ');
    case 'CronJob':
      return textOf(spec?.schedule);
    case 'Ingress':
      return listOf(spec?.rules)
        .flatMap(rule => textOf(fieldsOf(rule)?.host) ?? [])
        .join(', ');
    default:
      return undefined;
  }
}

function imageOf(
  spec: Record<string, unknown> | undefined,
): string | undefined {
  const [container] = listOf(
    fieldsOf(fieldsOf(spec?.template)?.spec)?.containers,
  );
  const image = textOf(fieldsOf(container)?.image);
  return image?.slice(image.lastIndexOf('/') + 1);
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
