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

import type { Cluster } from '@slipway/sandbox';
import { planCluster, type DatasetSpec } from './DatasetSpec';
import { EtcdWriter } from './EtcdWriter';
import {
  appObjects,
  namespaceObject,
  nodeObject,
  podKey,
  podObject,
  PODS_PER_NODE,
  type AppOfCluster,
  type StoredObject,
} from './objects';

/**
 * Makes a cluster's objects as controllers, scheduler and kubelets would leave them, though none of these runs. Pods
 * that are there stay, so that a dataset can grow.
 */
export async function buildDataset(
  cluster: Cluster,
  spec: DatasetSpec,
  index: number,
): Promise<void> {
  const writer = await EtcdWriter.connect(cluster);
  try {
    const apps = planCluster(spec, index).map(app => ({
      ...app,
      cluster: cluster.name,
    }));
    const nodes = Math.ceil(spec.pods / PODS_PER_NODE);
    const present = await writer.keys('/registry/pods/');
    await writer.putAll(surroundings(cluster.name, apps, nodes));
    await writer.putAll(missingPods(apps, nodes, present));
  } finally {
    await writer.close();
  }
}

function* surroundings(
  cluster: string,
  apps: AppOfCluster[],
  nodes: number,
): Generator<StoredObject> {
  for (const name of new Set(apps.map(({ namespace }) => namespace))) {
    yield namespaceObject(cluster, name);
  }
  for (let node = 0; node < nodes; node++) {
    yield nodeObject(cluster, node);
  }
  for (const app of apps) {
    yield* appObjects(app);
  }
}

function* missingPods(
  apps: AppOfCluster[],
  nodes: number,
  present: ReadonlySet<string>,
): Generator<StoredObject> {
  for (const app of apps) {
    for (let index = 0; index < app.pods; index++) {
      if (!present.has(podKey(app, index))) {
        yield podObject(app, index, nodes);
      }
    }
  }
}
