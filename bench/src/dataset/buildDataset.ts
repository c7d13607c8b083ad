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
import {
  planCluster,
  type AppInCluster,
  type DatasetSpec,
} from './DatasetSpec';
import {
  accountManifest,
  configMapManifest,
  deploymentManifest,
  namespaceManifest,
  nodeManifest,
  podManifest,
  PODS_PER_NODE,
  replicaSetManifest,
  serviceManifest,
  type Manifest,
  type Owner,
} from './objects';
import { ObjectWriter } from './ObjectWriter';

/**
 * Makes a cluster's objects as controllers, scheduler and kubelets would leave them, though none of these runs: two
 * requests a pod and no waiting. What is there stays, so that a dataset can grow.
 */
export async function buildDataset(
  cluster: Cluster,
  spec: DatasetSpec,
  index: number,
): Promise<void> {
  const writer = ObjectWriter.create(cluster);
  try {
    const apps = planCluster(spec, index);
    const nodes = Math.ceil(spec.pods / PODS_PER_NODE);
    const namespaces = [...new Set(apps.map(({ namespace }) => namespace))];
    await writer.createAll(namespaces.map(namespaceManifest));
    await writer.createAll(namespaces.map(accountManifest));
    await writer.createAll(
      Array.from({ length: nodes }, (_, node) => nodeManifest(node)),
    );
    for (const app of apps) {
      await buildApp(writer, app, nodes);
    }
  } finally {
    await writer.close();
  }
}

async function buildApp(
  writer: ObjectWriter,
  { app, namespace, pods }: AppInCluster,
  nodes: number,
): Promise<void> {
  const deployment = await writer.put(deploymentManifest(app, namespace, pods));
  const replicaSet = await writer.put(
    replicaSetManifest(app, namespace, pods, ownerOf('Deployment', deployment)),
  );
  await writer.createAll([
    serviceManifest(app, namespace),
    configMapManifest(app, namespace),
  ]);
  const owner = ownerOf('ReplicaSet', replicaSet);
  const present = await writer.names(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(
      `backstage.io/kubernetes-id=${app}`,
    )}`,
  );
  const manifests: Manifest[] = [];
  for (let index = 0; index < pods; index++) {
    const manifest = podManifest(app, namespace, index, owner, nodes);
    if (!present.has(manifest.name)) {
      manifests.push(manifest);
    }
  }
  await writer.createAll(manifests);
}

function ownerOf(
  kind: string,
  { metadata }: { metadata: { name: string; uid: string } },
): Owner {
  return {
    apiVersion: 'apps/v1',
    kind,
    name: metadata.name,
    uid: metadata.uid,
  };
}
