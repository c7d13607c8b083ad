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
  ClusterResult,
  KubernetesObject,
  ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  ApplyOptions,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import {
  plannedInNewNamespace,
  restrictNamespace,
  unchangedNamespace,
} from './namespaces';

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
): Promise<ClusterResult> {
  const namespaces = manifests.filter(({ kind }) => kind === 'Namespace');
  const others = manifests.filter(({ kind }) => kind !== 'Namespace');
  const results: ObjectResult[] = [];
  const planned = new Set<string>();
  for (const namespace of namespaces) {
    const result = await ensureNamespace(fleet, cluster, namespace, options);
    if (result.outcome !== 'applied') {
      return {
        ...result,
        objects: [...results, ...result.objects, ...others.map(notTried)],
      };
    }
    results.push(...result.objects);
    if (options.dryRun && result.objects[0]?.outcome === 'created') {
      planned.add(namespace.metadata.name);
    }
  }
  return applyOthers(fleet, cluster, { others, planned, results }, options);
}

async function applyOthers(
  fleet: FleetService,
  cluster: string,
  work: {
    others: KubernetesObject[];
    planned: Set<string>;
    results: ObjectResult[];
  },
  options: ApplyOptions,
): Promise<ClusterResult> {
  const namespaceOf = ({ metadata }: KubernetesObject) =>
    metadata.namespace ?? options.namespace ?? '';
  const asked = work.others.filter(
    manifest => !work.planned.has(namespaceOf(manifest)),
  );
  const unasked = work.others
    .filter(manifest => work.planned.has(namespaceOf(manifest)))
    .map(manifest => plannedInNewNamespace(manifest, namespaceOf(manifest)));
  if (asked.length === 0) {
    return {
      cluster,
      outcome: 'applied',
      objects: [...work.results, ...unasked],
    };
  }
  const result = await fleet.apply(cluster, asked, options);
  return {
    ...result,
    objects: [...work.results, ...unasked, ...result.objects],
  };
}

async function ensureNamespace(
  fleet: FleetService,
  cluster: string,
  manifest: KubernetesObject,
  options: ApplyOptions,
): Promise<ClusterResult> {
  const wanted = [restrictNamespace(manifest)];
  // Without force, so that a namespace that somebody else manages answers with a conflict: it exists.
  const plan = await fleet.apply(cluster, wanted, {
    ...options,
    dryRun: true,
    force: false,
  });
  const [planned] = plan.objects;
  if (planned?.outcome === 'created') {
    return options.dryRun ? plan : fleet.apply(cluster, wanted, options);
  }
  const exists =
    planned && ['unchanged', 'changed', 'conflict'].includes(planned.outcome);
  return exists
    ? {
        cluster,
        outcome: 'applied',
        objects: [unchangedNamespace(manifest.metadata.name)],
      }
    : plan;
}

function notTried({ apiVersion, kind, metadata }: KubernetesObject) {
  return {
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    outcome: 'not-tried' as const,
    changes: [],
    conflicts: [],
  };
}
