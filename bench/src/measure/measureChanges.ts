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

import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '@slipway/sandbox';
import type { BenchBackend } from '../backend';
import { SMALL_APP } from '../dataset';
import type { LoadGenerator } from '../load';
import type { Heard } from '../load/listen';
import { quantile } from '../statistics';
import { entityRefOf } from './Arena';

const NAMESPACE = 'bench-0';
/** Between changes, so that each is a message of its own. */
const MIN_PAUSE_MS = 800;
const MAX_PAUSE_MS = 1_600;
const SETTLE_MS = 5_000;

export interface ChangeResult {
  changes: number;
  readers: number;
  /** From just before the write is sent to an API server until a reader has the message, in milliseconds. */
  p50: number;
  p95: number;
  longest: number;
  /** Messages that never came. */
  missed: number;
}

interface Pod {
  metadata: { name: string };
  status: { containerStatuses: Array<{ restartCount: number }> };
}

/** A pod of the small app whose first container is said to restart. */
class PodToChange {
  readonly #cluster: Cluster;
  readonly #pod: Pod;

  static async find(cluster: Cluster): Promise<PodToChange> {
    const { body } = await cluster.request<{ items: Pod[] }>(
      'GET',
      `/api/v1/namespaces/${NAMESPACE}/pods?limit=1&labelSelector=backstage.io%2Fkubernetes-id%3D${SMALL_APP}`,
    );
    return new PodToChange(cluster, body.items[0]);
  }

  private constructor(cluster: Cluster, pod: Pod) {
    this.#cluster = cluster;
    this.#pod = pod;
  }

  async restart(): Promise<void> {
    const { status, metadata } = this.#pod;
    status.containerStatuses[0].restartCount += 1;
    await this.#cluster.client.mergePatch(
      `/api/v1/namespaces/${NAMESPACE}/pods/${metadata.name}/status`,
      { status: { containerStatuses: status.containerStatuses } },
    );
  }
}

/** Changes an app's pod again and again, and takes the time until readers of live updates have each change. */
export async function measureChanges(options: {
  backend: BenchBackend;
  cluster: Cluster;
  load: LoadGenerator;
  changes: number;
  readers: number;
}): Promise<ChangeResult> {
  const { backend, cluster, load, changes, readers } = options;
  const tokens = await Promise.all(
    Array.from({ length: readers }, (_, index) =>
      backend.signIn(`viewer-${index}`),
    ),
  );
  const heard: Heard[] = [];
  load.listen(
    { url: backend.url, entityRef: entityRefOf(SMALL_APP), tokens },
    one => heard.push(one),
  );
  await sleep(SETTLE_MS);
  let restarts = Math.max(0, ...heard.map(one => one.restarts));
  const pod = await PodToChange.find(cluster);
  const sent = new Map<number, number>();
  for (let change = 0; change < changes; change++) {
    restarts += 1;
    sent.set(restarts, Date.now());
    await pod.restart();
    await sleep(MIN_PAUSE_MS + ((change * 37) % (MAX_PAUSE_MS - MIN_PAUSE_MS)));
  }
  await sleep(SETTLE_MS);
  return summariseChanges(sent, heard, readers);
}

/** @param sent - when each number of restarts was written, in epoch milliseconds */
export function summariseChanges(
  sent: ReadonlyMap<number, number>,
  heard: Heard[],
  readers: number,
): ChangeResult {
  const first = new Map<string, number>();
  for (const { reader, restarts, at } of heard) {
    const key = `${reader}/${restarts}`;
    const wrote = sent.get(restarts);
    if (wrote !== undefined && !first.has(key)) {
      first.set(key, at - wrote);
    }
  }
  const times = [...first.values()];
  return {
    changes: sent.size,
    readers,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    longest: quantile(times, 1),
    missed: sent.size * readers - times.length,
  };
}
