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
import { eventually } from './clusterTruth';

const AT_A_TIME = 12;
const DELETE_TIMEOUT_MS = 120_000;

/** @throws an error unless the API server answers with this status */
export async function expectStatus(
  cluster: Cluster,
  status: number,
  method: string,
  path: string,
  body?: object,
) {
  const answer = await cluster.request(method, path, body);
  if (answer.status !== status) {
    throw new Error(`${method} ${path} answered ${answer.status}`);
  }
}

/** A pod that no scheduler takes, so that it costs nothing but its place. */
export async function createPod(
  cluster: Cluster,
  name: string,
  namespace = 'default',
  labels: Record<string, string> = {},
): Promise<void> {
  const spec = {
    schedulerName: 'nobody',
    containers: [{ name: 'main', image: 'slipway.test/none:1' }],
  };
  // The service account that pods need comes a moment after its namespace.
  await eventually(`${name} is made`, async () => {
    const { status } = await cluster.request(
      'POST',
      `/api/v1/namespaces/${namespace}/pods`,
      {
        metadata: { name, labels },
        spec,
      },
    );
    return status === 201;
  });
}

/** Pods that come all at once, and go as soon as they were seen. */
export interface Flood {
  count: number;
  /** Resolves once this many more than before are seen. */
  untilSeen(more: number): Promise<unknown>;
}

export async function flood(
  cluster: Cluster,
  { count, untilSeen }: Flood,
): Promise<void> {
  await expectStatus(cluster, 201, 'POST', '/api/v1/namespaces', {
    metadata: { name: 'flood' },
  });
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      const part = String(next % AT_A_TIME);
      await createPod(cluster, `p${next}`, 'flood', { part });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  await untilSeen(count);
  // An API server deletes the objects of one such request one after the other.
  await Promise.all(
    Array.from({ length: AT_A_TIME }, (_, part) =>
      cluster.request(
        'DELETE',
        `/api/v1/namespaces/flood/pods?gracePeriodSeconds=0&labelSelector=part%3D${part}`,
        undefined,
        { timeoutMs: DELETE_TIMEOUT_MS },
      ),
    ),
  );
  await untilSeen(0);
}
