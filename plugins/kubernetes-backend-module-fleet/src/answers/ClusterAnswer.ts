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
  ClusterAttributes,
  KubernetesFetchError,
} from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { TextList } from './TextList';

/** One cluster's part of an answer, as `ClusterObjects` of the stock plugin, with texts for objects. */
export interface ClusterAnswer {
  cluster: ClusterAttributes;
  /** One array for all answers for which it was made. */
  podMetrics: Buffer[];
  resources: TextList[];
  errors: KubernetesFetchError[];
}

/** What the stock plugin says of a cluster, which is more than its frontend's type knows. */
export function describeCluster(details: ClusterDetails): ClusterAttributes {
  const { name, title, dashboardUrl, dashboardApp, dashboardParameters } =
    details;
  return {
    name,
    ...(title && { title }),
    ...(dashboardUrl && { dashboardUrl }),
    ...(dashboardApp && { dashboardApp }),
    ...(dashboardParameters && { dashboardParameters }),
  };
}

/** Whether there is anything to show; the stock plugin leaves other clusters out. */
export function hasContent({ errors, resources }: ClusterAnswer): boolean {
  return errors.length > 0 || resources.some(({ items }) => items.length > 0);
}
