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

import { Cluster } from '../cluster';
import { KubeObject } from '../kube';

const ID_LABEL = 'backstage.io/kubernetes-id';

const WORKLOAD_PATHS = [
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/statefulsets',
];
const ROLLOUT_PATH = '/apis/argoproj.io/v1alpha1/rollouts';

/** A workload whose number of instances was changed. */
export interface ScaledWorkload {
  cluster: string;
  kind: string;
  namespace: string;
  name: string;
  before: number;
  after: number;
  /** Bounds of the autoscaler that owns the number; it undoes what is outside of them. */
  autoscaler?: { min: number; max: number };
}

interface ObjectList<T> {
  apiVersion: string;
  kind: string;
  items: T[];
}

interface Scalable extends KubeObject {
  spec: { replicas?: number };
}

interface Autoscaler extends KubeObject {
  spec: {
    minReplicas?: number;
    maxReplicas: number;
    scaleTargetRef: { name: string };
  };
}

/** Sets the number of instances of each workload of an app in one cluster. */
export async function scaleApp(
  cluster: Cluster,
  app: string,
  replicas: number,
): Promise<ScaledWorkload[]> {
  const scaled: ScaledWorkload[] = [];
  const paths = cluster.spec.argoRollouts
    ? [...WORKLOAD_PATHS, ROLLOUT_PATH]
    : WORKLOAD_PATHS;
  for (const listPath of paths) {
    for (const workload of await listOfApp<Scalable>(cluster, listPath, app)) {
      const path = await cluster.client.pathOf(workload);
      await cluster.client.mergePatch(path, { spec: { replicas } });
      scaled.push({
        cluster: cluster.name,
        kind: workload.kind,
        namespace: workload.metadata.namespace ?? 'default',
        name: workload.metadata.name,
        before: workload.spec.replicas ?? 1,
        after: replicas,
        autoscaler: await autoscalerOf(cluster, app, workload),
      });
    }
  }
  return scaled;
}

async function autoscalerOf(
  cluster: Cluster,
  app: string,
  workload: KubeObject,
): Promise<ScaledWorkload['autoscaler']> {
  const path = '/apis/autoscaling/v2/horizontalpodautoscalers';
  const all = await listOfApp<Autoscaler>(cluster, path, app);
  const spec = all.find(
    ({ metadata, spec: { scaleTargetRef } }) =>
      metadata.namespace === workload.metadata.namespace &&
      scaleTargetRef.name === workload.metadata.name,
  )?.spec;
  return spec && { min: spec.minReplicas ?? 1, max: spec.maxReplicas };
}

async function listOfApp<T extends KubeObject>(
  cluster: Cluster,
  path: string,
  app: string,
): Promise<T[]> {
  const selector = encodeURIComponent(`${ID_LABEL}=${app}`);
  const { items, ...list } = await cluster.client.expect<ObjectList<T>>(
    'GET',
    `${path}?labelSelector=${selector}`,
  );
  // items of a list do not repeat what they are
  const kind = list.kind.replace(/List$/, '');
  return items.map(item => ({ ...item, apiVersion: list.apiVersion, kind }));
}
