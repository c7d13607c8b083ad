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

import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster } from '../cluster';
import { KubeObject, readManifests } from '../kube';
import { SEED_MANIFESTS_DIR } from '../paths';
import { StateDir } from '../state';
import { waitFor } from '../wait';
import { applySeed } from './applySeed';
import { selectManifests, toRounds } from './selectManifests';

interface ObservedObject extends KubeObject {
  /** Argo Rollouts writes the generation as text. */
  status?: { phase?: string; observedGeneration?: string | number };
}

const HEALTHY_TIMEOUT_MS = 120_000;

/**
 * Applies the manifests of `catalog/manifests` that are meant for a cluster. Those of an earlier run are left as
 * people changed them since; only when the files changed are they applied anew.
 *
 * @returns names of the apps that the cluster lacks the means for
 */
export async function seedCluster(
  cluster: Cluster,
  state: StateDir,
  options: { realNode: boolean },
): Promise<string[]> {
  const { objects, leftOut } = selectManifests(readSeeds(), {
    name: cluster.name,
    realNode: options.realNode,
  });
  const hash = createHash('sha256')
    .update(JSON.stringify(objects))
    .digest('hex');
  const file = `clusters/${cluster.name}/seeded`;
  if (state.read(file) !== hash) {
    await applyRounds(cluster, toRounds(objects));
    state.write(file, hash);
  }
  return leftOut;
}

/** All objects of `catalog/manifests`, namespaces first. */
export function readSeeds(dir: string = SEED_MANIFESTS_DIR): KubeObject[] {
  const objects = readdirSync(dir)
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .flatMap(file => readManifests(join(dir, file)));
  const isNamespace = (object: KubeObject) => object.kind === 'Namespace';
  return [
    ...objects.filter(isNamespace),
    ...objects.filter(object => !isNamespace(object)),
  ];
}

async function applyRounds(
  cluster: Cluster,
  rounds: KubeObject[][],
): Promise<void> {
  for (const [index, round] of rounds.entries()) {
    for (const object of round) {
      if (index > 0) {
        await waitUntilHealthy(cluster, object);
      }
      await applySeed(cluster.client, object);
    }
  }
}

async function waitUntilHealthy(
  cluster: Cluster,
  object: KubeObject,
): Promise<void> {
  const path = await cluster.client.pathOf(object);
  await waitFor(
    `${object.kind} ${object.metadata.name} in ${cluster.name} to be healthy`,
    async () => {
      const { body } = await cluster.request<ObservedObject>('GET', path);
      return (
        body.status?.phase === 'Healthy' &&
        String(body.status.observedGeneration) ===
          String(body.metadata.generation)
      );
    },
    { timeoutMs: HEALTHY_TIMEOUT_MS, intervalMs: 300 },
  );
}
