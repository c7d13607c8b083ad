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
import { SimulatedPod } from './SimulatedPod';

/** A node with GPUs. */
export interface GpuNode {
  cluster: string;
  name: string;
  /** `nvidia.com/gpu.product`. */
  product: string;
  memoryMiB: number;
  count: number;
}

/** One GPU and the pod that holds it. */
export interface SimulatedGpu {
  node: GpuNode;
  index: number;
  uuid: string;
  holder?: SimulatedPod;
}

/** Which pod holds which GPU. Kubernetes does not say it, so the simulator decides, and then stays with it. */
export class GpuLedger {
  readonly #holders = new Map<string, string>();

  static create(): GpuLedger {
    return new GpuLedger();
  }

  private constructor() {}

  /** All GPUs of the nodes, with their holders. */
  update(nodes: GpuNode[], pods: SimulatedPod[]): SimulatedGpu[] {
    const gpus = nodes.flatMap(node =>
      Array.from({ length: node.count }, (_, index) => toGpu(node, index)),
    );
    const holding = new Map(
      pods.filter(pod => pod.gpus > 0).map(pod => [keyOf(pod), pod]),
    );
    for (const [uuid, key] of this.#holders) {
      if (!holding.has(key)) {
        this.#holders.delete(uuid);
      }
    }
    for (const [key, pod] of holding) {
      this.#give(key, pod, gpus);
    }
    return gpus.map(gpu => {
      const key = this.#holders.get(gpu.uuid);
      return { ...gpu, holder: key ? holding.get(key) : undefined };
    });
  }

  #give(key: string, pod: SimulatedPod, gpus: SimulatedGpu[]): void {
    const held = [...this.#holders.values()].filter(other => other === key);
    const free = gpus.filter(
      gpu =>
        gpu.node.cluster === pod.cluster &&
        gpu.node.name === pod.node &&
        !this.#holders.has(gpu.uuid),
    );
    for (const gpu of free.slice(0, Math.max(0, pod.gpus - held.length))) {
      this.#holders.set(gpu.uuid, key);
    }
  }
}

function toGpu(node: GpuNode, index: number): SimulatedGpu {
  const hex = createHash('sha256')
    .update(`${node.cluster}/${node.name}/${index}`)
    .digest('hex');
  const parts = [8, 4, 4, 4, 12];
  let at = 0;
  const uuid = parts.map(length => hex.slice(at, (at += length))).join('-');
  return { node, index, uuid: `GPU-${uuid}` };
}

function keyOf(pod: SimulatedPod): string {
  return `${pod.cluster}/${pod.namespace}/${pod.name}`;
}
