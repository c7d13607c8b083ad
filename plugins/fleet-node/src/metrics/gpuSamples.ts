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

import type { GpuConfig } from '../config';
import type { GpuSample } from './MetricsSnapshot';
import type { PrometheusClient, Sample } from './PrometheusClient';

/**
 * DCGM's utilisation, in order of preference: the profiling metric works for MIG too but is missing with some drivers
 * (NVIDIA/DCGM #226); the device metric is in percent.
 */
export const UTILIZATION_METRICS = [
  { name: 'DCGM_FI_PROF_GR_ENGINE_ACTIVE', full: 1 },
  { name: 'DCGM_FI_DEV_GPU_UTIL', full: 100 },
] as const;

const MEMORY_METRIC = 'DCGM_FI_DEV_FB_USED';

/** How far back it is searched for the last use of a GPU, and in which steps. */
const QUIET_WINDOW = '12h:2m';

type Labels = Sample['labels'];

/** Since when GPUs are below the idle threshold, by {@link gpuKey}; epoch milliseconds. */
export type QuietTimes = ReadonlyMap<string, number>;

/** What DCGM's exporters say of all GPUs now, by cluster. */
export async function readGpuSamples(
  client: PrometheusClient,
  options: { clusterLabel: string; quiet: QuietTimes; now: number },
): Promise<Map<string, GpuSample[]>> {
  const { clusterLabel, quiet, now } = options;
  const [memory, ...utilizations] = await Promise.all([
    client.query(MEMORY_METRIC),
    ...UTILIZATION_METRICS.map(({ name }) =>
      // `and` leaves out series of pods that held the GPU before: their average lives on for 5 min.
      client.query(`avg_over_time(${name}[5m]) and ${name}`),
    ),
  ]);
  const samples = new Map<string, GpuSample & { cluster: string }>();
  const sampleOf = (labels: Labels) => {
    const place = `${labels[clusterLabel]} ${nodeOf(labels)} ${labels.gpu}`;
    let sample = samples.get(place);
    if (!sample) {
      sample = {
        cluster: labels[clusterLabel] ?? '',
        node: nodeOf(labels),
        index: Number(labels.gpu),
        ...holderOf(labels),
        measuredAt: now,
      };
      samples.set(place, sample);
    }
    return sample;
  };
  utilizations.forEach((found, index) => {
    const { full } = UTILIZATION_METRICS[index];
    for (const { labels, value } of found) {
      const sample = sampleOf(labels);
      if (sample.utilization === undefined) {
        sample.utilization = Math.min(1, Math.max(0, value / full));
        sample.quietSince = quiet.get(gpuKey(labels, clusterLabel));
      }
    }
  });
  for (const { labels, value } of memory) {
    sampleOf(labels).memoryUsedMiB = value;
  }
  return byCluster([...samples.values()]);
}

/** Since when each GPU is below the idle threshold. One query a metric for all clusters. */
export async function readQuietTimes(
  client: PrometheusClient,
  options: { clusterLabel: string; gpu: GpuConfig },
): Promise<QuietTimes> {
  const quiet = new Map<string, number>();
  const { clusterLabel, gpu } = options;
  for (const { name, full } of UTILIZATION_METRICS) {
    const limit = gpu.idleThreshold * full;
    const [firstSeen, lastBusy] = await Promise.all([
      client.query(`min_over_time(timestamp(${name})[${QUIET_WINDOW}])`),
      client.query(
        `max_over_time(timestamp(${name} >= ${limit})[${QUIET_WINDOW}])`,
      ),
    ]);
    const fresh = new Map<string, number>();
    // A GPU that was never busy is quiet since it was first seen, not before.
    for (const { labels, value } of [...firstSeen, ...lastBusy]) {
      fresh.set(gpuKey(labels, clusterLabel), value * 1_000);
    }
    for (const [key, since] of fresh) {
      if (!quiet.has(key)) {
        quiet.set(key, since);
      }
    }
  }
  return quiet;
}

/** A GPU in the hands of a pod. */
export function gpuKey(labels: Labels, clusterLabel: string): string {
  const { namespace, pod } = holderOf(labels);
  const place = [labels[clusterLabel], nodeOf(labels), labels.gpu];
  return [...place, namespace, pod].join(' ');
}

/** `Hostname` became `hostname` in May 2026 (dcgm-exporter #655). */
function nodeOf(labels: Labels): string {
  return labels.Hostname ?? labels.hostname ?? '';
}

/** NVIDIA's chart and its operator name the exporter's pods so. */
const EXPORTER = /dcgm-exporter/;

/**
 * With `honor_labels: false`, `pod` is the exporter's own and the holder stands in `exported_pod`; a free GPU then has
 * only the exporter's. With `honor_labels: true` it has it too, since Prometheus fills what is empty from the target.
 */
export function holderOf(labels: Labels): { namespace?: string; pod?: string } {
  if (labels.exported_pod) {
    return { namespace: labels.exported_namespace, pod: labels.exported_pod };
  }
  return !labels.pod || EXPORTER.test(labels.pod)
    ? {}
    : { namespace: labels.namespace, pod: labels.pod };
}

function byCluster(
  samples: Array<GpuSample & { cluster: string }>,
): Map<string, GpuSample[]> {
  const clusters = new Map<string, GpuSample[]>();
  for (const sample of samples) {
    const found = clusters.get(sample.cluster);
    if (found) {
      found.push(sample);
    } else {
      clusters.set(sample.cluster, [sample]);
    }
  }
  return clusters;
}
