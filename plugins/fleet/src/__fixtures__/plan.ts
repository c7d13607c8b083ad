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

import type { Entity } from '@backstage/catalog-model';
import type {
  ClusterNamespaces,
  ClusterResult,
  KubernetesObject,
  ObjectResult,
  PlanRequest,
} from '@slipway/backstage-plugin-fleet-common';

/** The ref of {@link TEMPLATE}. */
export const TEMPLATE_REF = 'template:default/new-app-on-kubernetes';

const NAME = '${{ parameters.name }}';
const LABELS = { 'app.kubernetes.io/name': NAME };

/** A template that makes a namespace, and applies to each chosen cluster. */
export const TEMPLATE: Entity = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'new-app-on-kubernetes', namespace: 'default' },
  spec: {
    type: 'service',
    steps: [
      { id: 'register', action: 'slipway:register-entity', input: {} },
      {
        id: 'namespace',
        name: 'Make its namespace',
        action: 'kubernetes:create-namespace',
        each: '${{ parameters.placement.clusters }}',
        input: {
          clusters: ['${{ each.value.name }}'],
          name: '${{ parameters.namespace }}',
          owner: '${{ parameters.owner }}',
          existing: 'keep',
        },
      },
      {
        id: 'apply',
        name: 'Create its objects',
        action: 'kubernetes:apply',
        each: '${{ parameters.placement.clusters }}',
        input: {
          clusters: ['${{ each.value.name }}'],
          namespace: '${{ parameters.namespace }}',
          force: '${{ parameters.plan.takeOver }}',
          manifest: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              metadata: { name: NAME, labels: LABELS },
              spec: {
                selector: { matchLabels: LABELS },
                template: {
                  metadata: { labels: LABELS },
                  spec: {
                    containers: [
                      { name: 'app', image: '${{ parameters.image }}' },
                    ],
                  },
                },
              },
            },
            {
              apiVersion: 'autoscaling/v2',
              kind: 'HorizontalPodAutoscaler',
              metadata: { name: NAME },
              spec: {
                minReplicas: '${{ each.value.instances }}',
                maxReplicas: 4,
              },
            },
            {
              apiVersion: 'policy/v1',
              kind: 'PodDisruptionBudget',
              metadata: { name: NAME },
              spec: { maxUnavailable: 1 },
            },
            {
              apiVersion: 'v1',
              kind: 'Service',
              metadata: { name: NAME },
              spec: {
                selector: LABELS,
                ports: [{ name: 'http', port: 8080 }],
              },
            },
          ],
        },
      },
    ],
  },
};

/** In beijing a Service of the same name exists; it was made with kubectl. */
export function planFixture(request: PlanRequest): ClusterResult[] {
  const names = 'names' in request.clusters ? request.clusters.names : [];
  return names.map((cluster): ClusterResult => {
    if (cluster === 'shanghai') {
      return {
        cluster,
        outcome: 'not-tried',
        message: 'shanghai is stale, so it was not asked.',
        objects: [],
      };
    }
    const objects = (request.manifests ?? []).map(manifest =>
      planObject(cluster, manifest, request),
    );
    const refused = objects.some(({ outcome }) => outcome === 'conflict');
    return { cluster, outcome: refused ? 'failed' : 'applied', objects };
  });
}

function planObject(
  cluster: string,
  manifest: KubernetesObject,
  { namespace, force }: PlanRequest,
): ObjectResult {
  const { apiVersion, kind, metadata } = manifest;
  const object = { apiVersion, kind, namespace, name: metadata.name };
  if (kind !== 'Service' || cluster !== 'beijing') {
    return { ...object, outcome: 'created', changes: [], conflicts: [] };
  }
  return {
    ...object,
    outcome: force ? 'changed' : 'conflict',
    message: force ? undefined : 'kubectl owns spec.selector.',
    changes: [
      { path: 'spec.selector.app', from: 'embedder' },
      {
        path: 'spec.selector["app.kubernetes.io/name"]',
        to: metadata.name,
      },
      { path: 'spec.ports[http]', to: { name: 'http', port: 8080 } },
    ],
    conflicts: force ? [] : [{ path: 'spec.selector', manager: 'kubectl' }],
  };
}

/** `ranking` is everywhere but in aliyun, `ads` belongs to others. */
export function namespacesFixture(clusters: string[]): ClusterNamespaces[] {
  const ranking = {
    name: 'ranking',
    owner: 'group:default/ranking',
    owned: true,
    writable: true,
  };
  const ads = {
    name: 'ads',
    owner: 'group:default/ads',
    owned: false,
    writable: false,
  };
  const shared = { name: 'shared', owned: false, writable: true };
  return clusters.map(cluster => ({
    cluster,
    canCreate: cluster !== 'shanghai-test',
    namespaces: cluster === 'aliyun' ? [ads, shared] : [ads, ranking, shared],
  }));
}
