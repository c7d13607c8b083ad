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

import { selectApp, type ClusterCache } from '../cache';
import type { KindName } from '../projection';
import type { AppSelector } from '../selector';
import type { AppPlace } from './AccessReview';
import { resourceOf } from './resourceOfKind';

const PLURALS = {
  Deployment: 'deployments',
  Rollout: 'rollouts',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
} as const;

/** Where in a cluster an app has objects, and of which resources: what somebody must be allowed to see all of it. */
export function locateApp(
  cache: ClusterCache,
  selector: AppSelector,
): AppPlace[] {
  const { workloads, pods } = selectApp(cache, selector);
  const places = new Map<string, Set<KindName>>();
  const add = (namespace: string, plural: KindName) => {
    const known = places.get(namespace);
    if (known) {
      known.add(plural);
    } else {
      places.set(namespace, new Set([plural]));
    }
  };
  for (const { kind, object, autoscaler } of workloads) {
    add(object.namespace, PLURALS[kind]);
    if (autoscaler) {
      add(autoscaler.namespace, 'horizontalpodautoscalers');
    }
  }
  pods.forEach(({ namespace }) => add(namespace, 'pods'));
  return [...places].map(([namespace, plurals]) => ({
    namespace,
    resources: [...plurals].map(resourceOf),
  }));
}
