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

import type { Gpu, GpuNode } from '@slipway/backstage-plugin-fleet-common';
import { formatEntityName } from '../../format';

/** More nodes than this are shown as one cell a node. */
export const MAX_NODES_WITH_GPUS = 48;

/** What the colour of a cell says. */
export type HeatMapMode = 'state' | 'utilization' | 'owner';

/** One GPU of the heat-map. */
export interface GpuCell {
  node: GpuNode;
  gpu: Gpu;
}

/** Rows of GPU 0 to n, with a cell for each node that has that GPU. */
export function toGpuRows(nodes: GpuNode[]): Array<Array<GpuCell | undefined>> {
  const height = Math.max(0, ...nodes.map(node => node.gpus.length));
  return Array.from({ length: height }, (_row, index) =>
    nodes.map(node => {
      const gpu = node.gpus[index];
      return gpu && { node, gpu };
    }),
  );
}

/** `H200 141 GB`, of the first node; other products are added. */
export function describeProducts(
  nodes: GpuNode[],
  formatProduct: (product: string) => string,
): string {
  const products = new Set(
    nodes.map(node => (node.product ? formatProduct(node.product) : 'GPU')),
  );
  return [...products].join(', ');
}

/** Who holds a GPU: the app where it is known, the namespace otherwise. */
export function holderOf(gpu: Gpu): string | undefined {
  const { holder } = gpu;
  return (
    holder && (holder.app ? formatEntityName(holder.app) : holder.namespace)
  );
}
