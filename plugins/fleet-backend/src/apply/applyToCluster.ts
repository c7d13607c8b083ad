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
import type {
  ApplyOptions,
  ChangeResult,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import { restrictNamespace, unchangedNamespace } from './namespaces';

/**
 * Applies manifests to one cluster: first the namespaces that are missing, then the rest.
 *
 * A namespace that exists is never changed: a plan tells whether it does, so that a new Pod Security label cannot
 * stop the pods of those who live there.
 */
export async function applyToCluster(
  fleet: FleetService,
  cluster: string,
  manifests: KubernetesObject[],
  options: ApplyOptions,
): Promise<ChangeResult> {
  const others = manifests.filter(({ kind }) => kind !== 'Namespace');
  const missing: KubernetesObject[] = [];
  const existing: ObjectResult[] = [];
  for (const manifest of manifests) {
    if (manifest.kind !== 'Namespace') {
      continue;
    }
    const wanted = restrictNamespace(manifest);
    // Without force, so that a namespace that somebody else manages answers with a conflict: it exists.
    const plan = await fleet.apply(cluster, [wanted], {
      ...options,
      dryRun: true,
      force: false,
    });
    const outcome = plan.objects[0]?.outcome ?? 'not-tried';
    if (outcome === 'created') {
      missing.push(wanted);
    } else if (outcome === 'failed' || outcome === 'not-tried') {
      return { ...plan, objects: [...plan.objects, ...others.map(notTried)] };
    } else {
      existing.push(unchangedNamespace(manifest.metadata.name));
    }
  }
  const rest = [...missing, ...others];
  if (rest.length === 0) {
    return { cluster, outcome: 'applied', objects: existing };
  }
  const result = await fleet.apply(cluster, rest, options);
  return { ...result, objects: [...existing, ...result.objects] };
}

function notTried({
  apiVersion,
  kind,
  metadata,
}: KubernetesObject): ObjectResult {
  return {
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    outcome: 'not-tried',
    changes: [],
    conflicts: [],
  };
}
