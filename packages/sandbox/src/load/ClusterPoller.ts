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
import { sleep } from '../wait';
import { GpuNode } from './GpuLedger';
import type { SimulatedNode } from './metricsApi';
import { SimulatedPod, simulatedPod } from './SimulatedPod';

const POLL_INTERVAL_MS = 2_000;
/** A poll that takes long is a big cluster: rest this many times longer, so that the API server is free for others. */
const REST_FACTOR = 9;

interface NodeObject extends KubeObject {
  status?: { conditions?: Array<{ type: string; status: string }> };
}

/**
 * Keeps a copy of a cluster's running pods and its nodes. While the API server does not answer, the last copy stays:
 * pods go on working without it.
 */
export class ClusterPoller {
  pods: SimulatedPod[] = [];
  gpuNodes: GpuNode[] = [];
  nodes: SimulatedNode[] = [];
  readonly #name: string;
  readonly #client: KubeClient;

  static create(name: string, client: KubeClient): ClusterPoller {
    return new ClusterPoller(name, client);
  }

  private constructor(name: string, client: KubeClient) {
    this.#name = name;
    this.#client = client;
  }

  /** Polls until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    let failing = false;
    while (!signal.aborted) {
      const startedAt = Date.now();
      try {
        await this.#poll();
        failing = false;
      } catch (error) {
        if (!failing) {
          process.stderr.write(`${this.#name}: ${(error as Error).message}\n`);
        }
        failing = true;
      }
      const took = Date.now() - startedAt;
      await sleep(Math.max(POLL_INTERVAL_MS - took, REST_FACTOR * took));
    }
  }

  async #poll(): Promise<void> {
    // resourceVersion=0 is answered from the API server's memory
    const pods = await this.#list('/api/v1/pods');
    const nodes = await this.#list('/api/v1/nodes');
    this.pods = pods.flatMap(pod => simulatedPod(this.#name, pod) ?? []);
    this.nodes = nodes.flatMap(node => readyNode(node) ?? []);
    this.gpuNodes = nodes.flatMap(node => gpuNode(this.#name, node) ?? []);
  }

  async #list(path: string): Promise<KubeObject[]> {
    const list = await this.#client.expect<{ items: KubeObject[] }>(
      'GET',
      `${path}?resourceVersion=0`,
    );
    return list.items;
  }
}

function readyNode(node: KubeObject): SimulatedNode | undefined {
  const { status } = node as NodeObject;
  const isReady = status?.conditions?.some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
  const { name, labels = {} } = node.metadata;
  return isReady ? { name, labels } : undefined;
}

function gpuNode(cluster: string, node: KubeObject): GpuNode | undefined {
  const labels = node.metadata.labels ?? {};
  const count = Number(labels['nvidia.com/gpu.count'] ?? 0);
  return count > 0
    ? {
        cluster,
        name: node.metadata.name,
        product: labels['nvidia.com/gpu.product'] ?? '',
        memoryMiB: Number(labels['nvidia.com/gpu.memory'] ?? 0),
        count,
      }
    : undefined;
}
