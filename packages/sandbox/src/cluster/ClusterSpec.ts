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

/**
 * Simulated nodes of one size.
 *
 * @public
 */
export interface NodePool {
  /** Nodes are named `<cluster>-<name>-<number>`. */
  name: string;
  count: number;
  /** Kubernetes quantity of CPU cores, as `16`. */
  cpu: string;
  /** Kubernetes quantity of bytes, as `64Gi`. */
  memory: string;
  /** How many pods fit; 110 unless told. */
  pods?: number;
  zone: string;
  gpu?: GpuKind;
}

/**
 * The GPUs of a node, as GPU feature discovery labels them.
 *
 * @public
 */
export interface GpuKind {
  /** Value of `nvidia.com/gpu.product`. */
  product: string;
  memoryMiB: number;
  count: number;
}

/**
 * What a sandbox cluster is made of.
 *
 * @public
 */
export interface ClusterSpec {
  name: string;
  location: string;
  group: string;
  /** Entity ref of who runs it, for the catalog; unknown unless told. */
  owner?: string;
  /** Value of `topology.kubernetes.io/region`. */
  region?: string;
  /** None: the cluster has no nodes, and KWOK is not started. */
  pools?: NodePool[];
  /** Whether controllers and a scheduler run, as they do unless told; without, objects stay as they are made. */
  controllers?: boolean;
  /** Whether the controller and CRDs of Argo Rollouts run. */
  argoRollouts?: boolean;
  /** Whether the simulator sends DCGM metrics for its GPUs. */
  gpuMetrics?: boolean;
  /** Whether it gets a real node where the machine allows. */
  realNode?: boolean;
}

/** A group of `catalog/organisation.yaml`. */
const OWNER = 'group:default/team-platform';

const H20: GpuKind = { product: 'NVIDIA-H20', memoryMiB: 97871, count: 8 };
const A100: GpuKind = {
  product: 'NVIDIA-A100-SXM4-80GB',
  memoryMiB: 81920,
  count: 8,
};

/**
 * The three clusters of `yarn sandbox up`. Aliyun sends no GPU metrics, so that "unknown" can be seen.
 *
 * @public
 */
export const DEFAULT_CLUSTERS: ClusterSpec[] = [
  {
    name: 'beijing',
    location: 'beijing',
    group: 'online',
    owner: OWNER,
    region: 'cn-beijing',
    argoRollouts: true,
    gpuMetrics: true,
    realNode: true,
    pools: [
      pool('large', 3, '32', '128Gi', 'cn-beijing-a'),
      pool('medium', 4, '16', '64Gi', 'cn-beijing-b'),
      pool('small', 2, '8', '16Gi', 'cn-beijing-c'),
      pool('gpu-h20', 2, '192', '1900Gi', 'cn-beijing-a', H20),
      pool('gpu-a100', 1, '128', '1000Gi', 'cn-beijing-b', A100),
    ],
  },
  {
    name: 'shanghai',
    location: 'shanghai',
    group: 'online',
    owner: OWNER,
    region: 'cn-shanghai',
    argoRollouts: true,
    gpuMetrics: true,
    pools: [
      pool('large', 2, '32', '128Gi', 'cn-shanghai-a'),
      pool('medium', 4, '16', '64Gi', 'cn-shanghai-b'),
      pool('small', 3, '8', '16Gi', 'cn-shanghai-b'),
    ],
  },
  {
    name: 'aliyun',
    location: 'aliyun',
    group: 'burst',
    owner: OWNER,
    region: 'cn-hangzhou',
    argoRollouts: true,
    gpuMetrics: false,
    pools: [
      pool('medium', 3, '16', '64Gi', 'cn-hangzhou-h'),
      pool('small', 2, '4', '8Gi', 'cn-hangzhou-i'),
      pool('gpu-a100', 2, '128', '1000Gi', 'cn-hangzhou-h', A100),
    ],
  },
];

function pool(
  name: string,
  count: number,
  cpu: string,
  memory: string,
  zone: string,
  gpu?: GpuKind,
): NodePool {
  return { name, count, cpu, memory, zone, gpu };
}
