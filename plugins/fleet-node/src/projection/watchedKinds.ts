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

import type { KindName } from './objects';

/** A kind that fleet keeps. */
export interface WatchedKind {
  /** Plural, as in the path. */
  name: KindName;
  kind: string;
  path: string;
  /** Whether a cluster may well not have it. */
  optional: boolean;
}

/** In the order in which they are listed: what answers most questions first. */
export const WATCHED_KINDS: readonly WatchedKind[] = [
  builtIn('nodes', 'Node', '/api/v1/nodes'),
  builtIn('deployments', 'Deployment', '/apis/apps/v1/deployments'),
  builtIn('statefulsets', 'StatefulSet', '/apis/apps/v1/statefulsets'),
  builtIn('daemonsets', 'DaemonSet', '/apis/apps/v1/daemonsets'),
  builtIn('jobs', 'Job', '/apis/batch/v1/jobs'),
  {
    name: 'rollouts',
    kind: 'Rollout',
    path: '/apis/argoproj.io/v1alpha1/rollouts',
    optional: true,
  },
  builtIn('replicasets', 'ReplicaSet', '/apis/apps/v1/replicasets'),
  builtIn('pods', 'Pod', '/api/v1/pods'),
  {
    name: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    path: '/apis/autoscaling/v2/horizontalpodautoscalers',
    // v2 came with Kubernetes 1.23.
    optional: true,
  },
];

/** Kinds that are watched only where whole objects are held: fleet itself decides nothing by them. */
export const OBJECT_KINDS: readonly WatchedKind[] = [
  builtIn('services', 'Service', '/api/v1/services'),
  builtIn('configmaps', 'ConfigMap', '/api/v1/configmaps'),
  builtIn('limitranges', 'LimitRange', '/api/v1/limitranges'),
  builtIn('resourcequotas', 'ResourceQuota', '/api/v1/resourcequotas'),
  builtIn('cronjobs', 'CronJob', '/apis/batch/v1/cronjobs'),
  builtIn('ingresses', 'Ingress', '/apis/networking.k8s.io/v1/ingresses'),
];

/** Kinds that can be held as whole objects. Nodes are not what the stock Kubernetes tab lists. */
export const HELD_KINDS: readonly WatchedKind[] = [
  ...WATCHED_KINDS.filter(({ name }) => name !== 'nodes'),
  ...OBJECT_KINDS,
];

function builtIn(name: KindName, kind: string, path: string): WatchedKind {
  return { name, kind, path, optional: false };
}
