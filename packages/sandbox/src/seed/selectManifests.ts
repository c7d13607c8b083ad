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

import { KubeObject } from '../kube';

/** Names of the clusters that get an object, with commas between them; all when it is missing. */
export const CLUSTERS_ANNOTATION = 'sandbox.slipway.dev/clusters';
/** What an object needs to make sense; only `real-node` is known. */
export const REQUIRES_ANNOTATION = 'sandbox.slipway.dev/requires';

/** The objects for one cluster, and the names of those that it lacks the means for. */
export interface SelectedManifests {
  objects: KubeObject[];
  leftOut: string[];
}

/** Chooses what a cluster gets; order is kept. */
export function selectManifests(
  objects: KubeObject[],
  cluster: { name: string; realNode: boolean },
): SelectedManifests {
  const selected: SelectedManifests = { objects: [], leftOut: [] };
  for (const object of objects) {
    const annotations = object.metadata.annotations ?? {};
    const clusters = annotations[CLUSTERS_ANNOTATION]?.split(',');
    if (clusters && !clusters.map(name => name.trim()).includes(cluster.name)) {
      continue;
    }
    if (annotations[REQUIRES_ANNOTATION] === 'real-node' && !cluster.realNode) {
      selected.leftOut.push(object.metadata.name);
    } else {
      selected.objects.push(object);
    }
  }
  return selected;
}

/**
 * Splits objects into rounds: one that stands twice is applied in the first round, and again in the second, which is
 * how a release of a new version over an old one is written down.
 */
export function toRounds(objects: KubeObject[]): KubeObject[][] {
  const seen = new Map<string, number>();
  const rounds: KubeObject[][] = [];
  for (const object of objects) {
    const { namespace, name } = object.metadata;
    const key = `${object.kind}/${namespace ?? ''}/${name}`;
    const round = seen.get(key) ?? 0;
    seen.set(key, round + 1);
    rounds[round] = [...(rounds[round] ?? []), object];
  }
  return rounds;
}
