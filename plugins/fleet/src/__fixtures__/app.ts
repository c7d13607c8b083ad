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
  AppClusterStatus,
  AppEvent,
  AppStatus,
  GpuSeries,
  Instance,
} from '@slipway/backstage-plugin-fleet-common';
import { ago, ahead } from './fleet';

const GIB = 2 ** 30;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The app that the fixtures are about. */
export const APP_REF = 'component:default/recommend-ranker';

const NEW_DIGEST = 'sha256:9f3c21ab77e0b1f2c3d4e5f60718293a4b5c6d7e8f901234';
const OLD_DIGEST = 'sha256:41d07e6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928';

/** A load that goes up and down a little. */
function series(mean: number): number[] {
  return Array.from(
    { length: 60 },
    (_value, minute) =>
      mean * (1 + 0.12 * Math.sin(minute / 5) + 0.05 * Math.sin(minute * 1.7)),
  );
}

function clusterStatus(input: {
  cluster: string;
  location?: string;
  group?: string;
  ready: number;
  failing?: number;
  tag: string;
  load: number;
  gpus: [busy: number, idle: number, unknown: number];
  product: string;
}): AppClusterStatus {
  const { ready, failing = 0, tag, load, gpus, product } = input;
  const [busy, idle, unknown] = gpus;
  const allocated = busy + idle + unknown;
  return {
    cluster: input.cluster,
    location: input.location ?? input.cluster,
    group: input.group ?? 'online',
    freshness: { state: 'live', asOf: ago(2_000), since: ago(HOUR_MS) },
    status: {
      workloads: [],
      desired: ready + failing,
      ready,
      updated: ready,
      restarts: 0,
      restartsLastHour: 0,
      versions: [
        {
          image: `registry.local/ranking/recommend-ranker:${tag}`,
          tag,
          digest: tag === 'v2.14.1' ? NEW_DIGEST : OLD_DIGEST,
          instances: ready + failing,
        },
      ],
      instances: { ready, starting: 0, failing, notPlaced: 0 },
      health: { state: 'healthy', reasons: [] },
      replicasSetBy: { kind: 'hpa', name: 'recommend-ranker', min: 8, max: 20 },
      gpus: {
        requested: allocated,
        allocated,
        busy,
        idle,
        unknown,
        products: { [product]: allocated },
      },
      load: {
        requestsPerSecond: load,
        series: series(load),
        asOf: ago(8_000),
      },
      createdAt: ago(40 * DAY_MS),
    },
  };
}

/** Out of memory in shanghai. */
export const CRASH = {
  code: 'OOMKilled',
  severity: 'failing' as const,
  message: '2 instances crash: exit code 137 (out of memory)',
  instances: 2,
  exitCode: 137,
};

/** recommend-ranker: well in beijing and aliyun, crashing in shanghai, last known in shanghai-b. */
export function appFixture(): AppStatus {
  const beijing = clusterStatus({
    cluster: 'beijing',
    ready: 14,
    tag: 'v2.14.1',
    load: 2_140,
    gpus: [12, 2, 0],
    product: 'NVIDIA-H20',
  });
  const shanghai = clusterStatus({
    cluster: 'shanghai',
    ready: 10,
    failing: 2,
    tag: 'v2.14.1',
    load: 1_486,
    gpus: [10, 2, 0],
    product: 'NVIDIA-H20',
  });
  const aliyun = clusterStatus({
    cluster: 'aliyun',
    group: 'burst',
    ready: 6,
    tag: 'v2.13.4',
    load: 774,
    gpus: [0, 0, 6],
    product: 'NVIDIA-A100',
  });
  const shanghaiB = clusterStatus({
    cluster: 'shanghai-b',
    location: 'shanghai',
    ready: 4,
    tag: 'v2.13.4',
    load: 412,
    gpus: [4, 0, 0],
    product: 'NVIDIA-H20',
  });
  const crash = { ...CRASH, since: ago(41 * MINUTE_MS) };
  return {
    entityRef: APP_REF,
    selector: 'backstage.io/kubernetes-id: recommend-ranker',
    health: { state: 'failing', reasons: [crash] },
    clusters: [
      beijing,
      {
        ...shanghai,
        status: shanghai.status && {
          ...shanghai.status,
          restarts: 14,
          restartsLastHour: 13,
          replicasSetBy: { kind: 'manager', name: 'Li Wei' },
          health: { state: 'failing', reasons: [crash] },
        },
      },
      {
        ...aliyun,
        status: aliyun.status && {
          ...aliyun.status,
          replicasSetBy: { kind: 'rollout', name: 'recommend-ranker' },
        },
      },
      {
        ...shanghaiB,
        freshness: {
          state: 'unreachable',
          asOf: ago(3 * MINUTE_MS),
          since: ago(3 * MINUTE_MS),
          reason: 'Nothing answers at its API server (connection refused).',
          nextTryAt: ahead(8_000),
        },
      },
    ],
  };
}

/** So many instances, the first ones failing. */
export function instancesFixture(
  cluster: string,
  total: number,
  failing: number,
): Instance[] {
  return Array.from({ length: total }, (_instance, index): Instance => {
    const crashes = index < failing;
    const id = (index * 7919 + 48_611).toString(36).padStart(5, 'x').slice(-5);
    return {
      cluster,
      namespace: 'ranking',
      name: `recommend-ranker-7c9d-${id}`,
      node: `gpu-${String((index % 12) + 1).padStart(2, '0')}`,
      state: crashes ? 'failing' : 'ready',
      message: crashes ? 'Waits to restart: exit code 137' : 'Ready',
      reason: crashes ? { ...CRASH } : undefined,
      restarts: crashes ? 7 - index : 0,
      lastRestartAt: crashes ? ago((2 + index) * MINUTE_MS) : undefined,
      createdAt: ago(crashes ? 41 * MINUTE_MS : 2 * DAY_MS),
      containers: [
        {
          name: 'ranker',
          image: 'registry.local/ranking/recommend-ranker:v2.14.1',
          memoryLimit: 16 * GIB,
          cpuLimit: 2,
          restarted: crashes,
        },
      ],
      cpu: crashes ? undefined : 1.1 + (index % 3) / 10,
      memory: crashes
        ? undefined
        : (index === 6 ? 14.1 : 10.6 + (index % 5) / 5) * GIB,
      gpus: 1,
    };
  });
}

/** What happened in shanghai. */
export function eventsFixture(cluster: string): AppEvent[] {
  const event = (
    minutes: number,
    severity: AppEvent['severity'],
    code: string,
    message: string,
    name: string,
    count: number,
  ): AppEvent => ({
    cluster,
    namespace: 'ranking',
    object: { kind: 'Pod', name },
    severity,
    code,
    message,
    count,
    lastSeenAt: ago(minutes * MINUTE_MS),
  });
  const pod = 'recommend-ranker-7c9d-x2k4m';
  return [
    event(
      1,
      'attention',
      'BackOff',
      'Waits 5 min before the next restart',
      pod,
      13,
    ),
    event(
      2,
      'failing',
      'OOMKilling',
      'Out of memory: container ranker was killed at its limit of 16 GiB',
      pod,
      7,
    ),
    event(
      3,
      'attention',
      'Unhealthy',
      'Readiness probe: HTTP 503 from /ready',
      'recommend-ranker-7c9d-p8vqz',
      22,
    ),
    event(40, 'info', 'Scheduled', 'Placed on gpu-04', pod, 1),
    event(
      41,
      'info',
      'ScalingReplicaSet',
      'Li Wei set replicas from 10 to 12',
      'recommend-ranker',
      1,
    ),
    event(
      58,
      'info',
      'Pulled',
      'Image recommend-ranker:v2.14.1 is on the node',
      pod,
      2,
    ),
  ];
}

/** The log of the run before the crash. */
export const CRASH_LOG = `2026-11-12T14:04:51.204Z INFO loading embedding shard 11/16 (1.02 GiB) from ceph volume ranker-embeddings
2026-11-12T14:04:56.911Z INFO loading embedding shard 12/16 (1.02 GiB) from ceph volume ranker-embeddings
2026-11-12T14:05:02.377Z WARN memory 15.1 GiB of 16.0 GiB; cache eviction cannot keep up
2026-11-12T14:05:07.840Z INFO loading embedding shard 13/16 (1.02 GiB) from ceph volume ranker-embeddings
2026-11-12T14:05:11.996Z ERROR memory allocation of 1,090,519,040 bytes failed
2026-11-12T14:05:12.003Z FATAL Killed by the kernel: out of memory, exit code 137
`;

/** A day of utilisation with one idle period. */
export function gpuSeriesFixture(): GpuSeries {
  const steps = 96;
  const stepSeconds = 900;
  const start = Date.now() - steps * stepSeconds * 1_000;
  const idle = [start + 31 * 900_000, start + 44 * 900_000];
  return {
    start,
    stepSeconds,
    reporting: 30,
    utilization: Array.from({ length: steps }, (_value, index) => {
      const time = start + index * 900_000;
      if (time >= idle[0] && time <= idle[1]) {
        return 0.03;
      }
      return 0.7 + 0.1 * Math.sin(index / 4) + 0.04 * Math.sin(index * 2.3);
    }),
    idle: [{ from: idle[0], to: idle[1] }],
  };
}
