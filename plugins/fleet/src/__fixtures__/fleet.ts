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

import type {
  AppAttention,
  ClusterDetails,
  FleetSummary,
  Gpu,
  GpuNode,
  GpuUse,
  KindStatus,
  ResourceHeadroom,
} from '@slipway/backstage-plugin-fleet-common';

const TIB = 2 ** 40;
const MINUTE_MS = 60_000;

/** A moment so many milliseconds ago, in ISO 8601. */
export function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

/** A moment in so many milliseconds, in ISO 8601. */
export function ahead(ms: number): string {
  return ago(-ms);
}

/** A resource from what there is, what is free and which share of all is used. */
function resource(
  allocatable: number,
  free: number,
  used?: number,
): ResourceHeadroom {
  return {
    allocatable,
    free,
    requested: allocatable - free,
    used: used === undefined ? undefined : allocatable * used,
  };
}

/** GPU nodes from one text a node: `b` busy, `i` idle, `?` unknown, `.` free. */
function gpuNodes(
  prefix: string,
  product: string,
  memoryGb: number,
  columns: string[],
): GpuNode[] {
  const uses: Record<string, GpuUse> = {
    b: 'busy',
    i: 'idle',
    '?': 'unknown',
    '.': 'free',
  };
  return columns.map((column, nodeIndex) => ({
    name: `gpu-${prefix}-${String(nodeIndex + 1).padStart(2, '0')}`,
    product,
    memoryMiB: Math.round((memoryGb * 1e9) / 2 ** 20),
    ready: true,
    gpus: [...column].map((code, index) => gpuOf(uses[code], index, nodeIndex)),
  }));
}

const HOLDERS = [
  { namespace: 'team-ml', app: 'component:default/llm-finetune' },
  { namespace: 'ranking', app: 'component:default/recommend-ranker' },
  { namespace: 'feed', app: 'component:default/feed-embedder' },
];

function gpuOf(use: GpuUse, index: number, nodeIndex: number): Gpu {
  if (use === 'free') {
    return { index, use };
  }
  const holder = HOLDERS[Math.floor(nodeIndex / 4) % HOLDERS.length];
  const pod = `${holder.app.split('/')[1]}-${nodeIndex}`;
  if (use === 'unknown') {
    return { index, use, holder: { ...holder, pod } };
  }
  return {
    index,
    use,
    holder: { ...holder, pod },
    utilization: use === 'idle' ? 0 : 0.55 + ((index * 7 + nodeIndex) % 9) / 20,
    memoryUsedMiB: 58_400,
    idleSince: use === 'idle' ? ago(42 * MINUTE_MS) : undefined,
    measuredAt: ago(8_000),
  };
}

function countGpus(nodes: GpuNode[]) {
  const gpus = nodes.flatMap(node => node.gpus);
  const count = (use: GpuUse) => gpus.filter(gpu => gpu.use === use).length;
  return {
    total: gpus.length,
    free: count('free'),
    busy: count('busy'),
    idle: count('idle'),
    unknown: count('unknown'),
  };
}

const KINDS = [
  ['Pod', 3412],
  ['Deployment', 214],
  ['StatefulSet', 31],
  ['ReplicaSet', 611],
  ['HorizontalPodAutoscaler', 88],
  ['Node', 64],
] as const;

function kindsOf(state: KindStatus['state'], asOf?: string): KindStatus[] {
  return [
    ...KINDS.map(([kind, objects]) => ({ kind, state, objects, asOf })),
    {
      kind: 'Rollout',
      state: 'not-installed',
      objects: 0,
      reason: 'The cluster has no Argo Rollouts.',
    },
  ];
}

interface ClusterInput {
  name: string;
  location: string;
  group: string;
  nodes: [ready: number, total: number];
  cpu: [all: number, free: number, used: number];
  /** TiB. */
  memory: [all: number, free: number, used: number];
  pods: [all: number, free: number];
  gpuNodes?: GpuNode[];
  attention?: AppAttention[];
  apps?: string[];
  ageMs?: number;
  version?: string;
}

function cluster(input: ClusterInput): ClusterDetails {
  const { cpu, memory, pods, nodes } = input;
  const gpuList = input.gpuNodes ?? [];
  const gpus = countGpus(gpuList);
  const asOf = ago(input.ageMs ?? 2_000);
  return {
    name: input.name,
    location: input.location,
    group: input.group,
    labels: {},
    version: input.version ?? '1.36.3',
    freshness: { state: 'live', asOf, since: ago(90 * MINUTE_MS) },
    nodes: { ready: nodes[0], total: nodes[1] },
    headroom: {
      cpu: resource(...cpu),
      memory: resource(memory[0] * TIB, memory[1] * TIB, memory[2]),
      gpu: resource(gpus.total, gpus.free),
      pods: resource(...pods),
    },
    gpus,
    pods: { total: pods[0] - pods[1] },
    writable: true,
    kinds: kindsOf('live', asOf),
    apps: input.apps ?? ['component:default/recommend-ranker'],
    attention: input.attention ?? [],
    gpuNodes: gpuList,
  };
}

/** An app that a person should look at. */
function attention(name: string, message: string): AppAttention {
  return { entityRef: `component:default/${name}`, state: 'failing', message };
}

const repeat = (column: string, times: number) => Array(times).fill(column);

/** What shanghai looks like while its watches are broken. */
export function staleFreshness(): ClusterDetails['freshness'] {
  return {
    state: 'stale',
    asOf: ago(4 * MINUTE_MS),
    since: ago(4 * MINUTE_MS),
    reason: 'Its API server stopped answering watches (HTTP 503).',
    nextTryAt: ahead(12_000),
  };
}

/** A fleet of five clusters in three locations; shanghai is stale. */
export function fleetFixture(): FleetSummary {
  const shanghai = cluster({
    name: 'shanghai',
    location: 'shanghai',
    group: 'online',
    nodes: [48, 48],
    cpu: [3072, 922, 0.33],
    memory: [12, 3.8, 0.47],
    pods: [5280, 2460],
    gpuNodes: gpuNodes('h20', 'NVIDIA-H20-96GB', 96, [
      ...repeat('bbbbbbbb', 4),
      'bbbbb...',
      'bbbb....',
      'bb......',
      '........',
    ]),
    attention: [attention('recommend-ranker', 'crash, exit code 137')],
  });
  return {
    clusters: [
      cluster({
        name: 'beijing',
        location: 'beijing',
        group: 'online',
        nodes: [64, 64],
        cpu: [4096, 1065, 0.38],
        memory: [16, 4.4, 0.51],
        pods: [7040, 3628],
        gpuNodes: gpuNodes('l20', 'NVIDIA-L20-48GB', 48, [
          'bbbbbbbb',
          'bbbbbiib',
          'bbbbbbb.',
          'bbbbb...',
        ]),
        attention: [attention('search-gateway', 'image pull fails')],
      }),
      cluster({
        name: 'beijing-train',
        location: 'beijing',
        group: 'training',
        ageMs: 1_000,
        nodes: [24, 24],
        cpu: [4608, 1843, 0.41],
        memory: [48, 2.9, 0.63],
        pods: [2640, 2212],
        gpuNodes: gpuNodes('h200', 'NVIDIA-H200-141GB', 141, [
          ...repeat('bbbbbbbb', 6),
          'bbiiiiii',
          ...repeat('bbbbbbbb', 4),
          'bbbbiiii',
          ...repeat('bbbbbbbb', 5),
          'bbbbiibb',
          ...repeat('bbbbbb..', 2),
          'bbbb....',
          '????????',
          ...repeat('........', 2),
        ]),
        attention: [
          attention('llm-finetune', 'idle GPUs'),
          attention('speech-train', 'no room'),
        ],
        apps: [
          'component:default/llm-finetune',
          'component:default/speech-train',
        ],
      }),
      {
        ...shanghai,
        freshness: staleFreshness(),
        kinds: kindsOf('stale', ago(4 * MINUTE_MS)),
      },
      cluster({
        name: 'shanghai-test',
        location: 'shanghai',
        group: 'test',
        ageMs: 3_000,
        version: '1.36.1',
        nodes: [12, 12],
        cpu: [384, 215, 0.18],
        memory: [1.5, 0.9, 0.22],
        pods: [1320, 906],
      }),
      cluster({
        name: 'aliyun',
        location: 'aliyun',
        group: 'burst',
        version: '1.35.6',
        nodes: [20, 21],
        cpu: [1344, 108, 0.58],
        memory: [5.2, 1.6, 0.44],
        pods: [2310, 1454],
        gpuNodes: gpuNodes('a100', 'NVIDIA-A100-80GB', 80, [
          ...repeat('bbbbbbbb', 3),
          'bbbiii..',
          'bb......',
          '????????',
          ...repeat('........', 2),
        ]),
        attention: [
          attention('ads-ctr', 'probe fails'),
          attention('feed-embedder', 'starting'),
        ],
      }),
    ],
    requests: { made: 520, saved: 935_480, sinceSeconds: 3_600, views: 40 },
  };
}
