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

/** How much there is to look at. */
export interface DatasetSpec {
  clusters: number;
  /** In each cluster. */
  pods: number;
  /** Over all clusters; at least three. */
  apps: number;
  /** Pods of the small app and of the large one, over all clusters. */
  small: number;
  large: number;
}

/** One app's pods in one cluster. */
export interface AppInCluster {
  app: string;
  namespace: string;
  pods: number;
}

export const SMALL_APP = 'bench-small';
export const LARGE_APP = 'bench-large';
const NAMESPACES = 10;

/** Names of all apps: the two that are measured, and those around them. */
export function appNames({ apps }: DatasetSpec): string[] {
  const others = Array.from(
    { length: apps - 2 },
    (_, index) => `bench-app-${index}`,
  );
  return [SMALL_APP, LARGE_APP, ...others];
}

export function clusterNames({
  clusters,
}: Pick<DatasetSpec, 'clusters'>): string[] {
  return Array.from({ length: clusters }, (_, index) => `bench-${index}`);
}

/**
 * What runs in one cluster: each app's share of its pods, as even as it goes, and so many pods of the others that the
 * cluster has all of its own.
 *
 * @throws Error when the measured apps have more pods than there is room for
 */
export function planCluster(
  spec: DatasetSpec,
  cluster: number,
): AppInCluster[] {
  const measured = [spec.small, spec.large].map(pods =>
    share(pods, spec.clusters, cluster),
  );
  const left = spec.pods - measured[0] - measured[1];
  if (left < 0 || spec.apps < 3) {
    throw new Error(
      `${spec.pods} pods a cluster are too few for apps of ${spec.small} and ${spec.large} pods, or there are less than 3 apps.`,
    );
  }
  const others = spec.apps - 2;
  return appNames(spec).map((app, index) => ({
    app,
    namespace: `bench-${index % NAMESPACES}`,
    pods: index < 2 ? measured[index] : share(left, others, index - 2),
  }));
}

/** The part of `total` that the place `index` of `places` gets; the first ones get what is left over. */
function share(total: number, places: number, index: number): number {
  return Math.floor(total / places) + (index < total % places ? 1 : 0);
}
