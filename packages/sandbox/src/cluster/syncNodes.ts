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

import { KubeClient, KubeObject } from '../kube';
import { ClusterSpec } from './ClusterSpec';
import {
  KWOK_NODE_ANNOTATION,
  simulatedNode,
  simulatedNodeStatus,
} from './simulatedNode';

/** How many requests are under way at once. */
const CONCURRENCY = 20;

/** Makes the simulated nodes of a cluster those of its pools; other nodes are left alone. */
export async function syncNodes(
  client: KubeClient,
  cluster: ClusterSpec,
): Promise<void> {
  const wanted = (cluster.pools ?? []).flatMap(pool =>
    Array.from({ length: pool.count }, (_, index) => ({
      pool,
      node: simulatedNode(cluster, pool, index),
    })),
  );
  const present = await simulatedNodeNames(client);
  const missing = wanted.filter(({ node }) => !present.has(node.metadata.name));
  const names = new Set(wanted.map(({ node }) => node.metadata.name));
  const surplus = [...present].filter(name => !names.has(name));
  await inParallel(missing, async ({ node, pool }) => {
    await client.expect('POST', '/api/v1/nodes', {
      ...node,
      status: simulatedNodeStatus(pool),
    });
  });
  await inParallel(surplus, async name => {
    await client.request('DELETE', `/api/v1/nodes/${name}`);
  });
}

async function simulatedNodeNames(client: KubeClient): Promise<Set<string>> {
  const list = await client.expect<{ items: KubeObject[] }>(
    'GET',
    '/api/v1/nodes?resourceVersion=0',
  );
  return new Set(
    list.items
      .filter(({ metadata }) => metadata.annotations?.[KWOK_NODE_ANNOTATION])
      .map(({ metadata }) => metadata.name),
  );
}

async function inParallel<T>(
  items: T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        await work(item);
      }
    }),
  );
}
