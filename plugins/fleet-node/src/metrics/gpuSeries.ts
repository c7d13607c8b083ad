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

import type { GpuSeries } from '@slipway/backstage-plugin-fleet-common';
import type { GpuConfig } from '../config';
import { holderOf, UTILIZATION_METRICS } from './gpuSamples';
import type { PodGroup } from './MetricsSource';
import {
  quoteAlternatives,
  type PrometheusClient,
  type Series,
} from './PrometheusClient';

/** In seconds: 60 to 168 points each. */
const RANGES = {
  '1h': { length: 3_600, step: 60 },
  '24h': { length: 86_400, step: 600 },
  '7d': { length: 604_800, step: 3_600 },
} as const;

/** The mean utilisation of an app's GPUs over time. */
export async function readGpuSeries(
  client: PrometheusClient,
  groups: readonly PodGroup[],
  options: {
    range: keyof typeof RANGES;
    clusterLabel: string;
    gpu: GpuConfig;
    /** Epoch milliseconds. */
    now: number;
  },
): Promise<GpuSeries> {
  const { length, step } = RANGES[options.range];
  const end = Math.floor(options.now / 1_000 / step) * step;
  const range = { start: end - length + step, end, step };
  const namespaces = [...new Set(groups.flatMap(group => group.namespaces))];
  for (const { name, full } of UTILIZATION_METRICS) {
    const found =
      namespaces.length > 0
        ? await client.queryRange(query(name, namespaces, step), range)
        : [];
    const own = found.filter(({ labels }) =>
      isOwn(labels, groups, options.clusterLabel),
    );
    if (own.length > 0) {
      return toGpuSeries(own, { ...range, full, gpu: options.gpu });
    }
  }
  return toGpuSeries([], { ...range, full: 1, gpu: options.gpu });
}

/** Means of several series with the idle periods in them. Pure. */
export function toGpuSeries(
  series: readonly Series[],
  options: {
    /** Epoch seconds. */
    start: number;
    end: number;
    step: number;
    full: number;
    gpu: GpuConfig;
  },
): GpuSeries {
  const { start, end, step, full } = options;
  const points = Math.round((end - start) / step) + 1;
  const sums = new Array<number>(points).fill(0);
  const counts = new Array<number>(points).fill(0);
  for (const { values } of series) {
    for (const [time, value] of values) {
      const index = Math.round((time - start) / step);
      if (index >= 0 && index < points && Number.isFinite(value)) {
        sums[index] += Math.min(1, Math.max(0, value / full));
        counts[index] += 1;
      }
    }
  }
  const utilization = sums.map((sum, index) =>
    counts[index] > 0 ? sum / counts[index] : null,
  );
  return {
    start: start * 1_000,
    stepSeconds: step,
    utilization,
    reporting: counts.at(-1) ?? 0,
    idle: idlePeriods(utilization, options),
  };
}

/** Stretches below the threshold that last as long as the idle rule asks; a gap ends a stretch. */
function idlePeriods(
  utilization: ReadonlyArray<number | null>,
  { start, step, gpu }: { start: number; step: number; gpu: GpuConfig },
): GpuSeries['idle'] {
  const periods: GpuSeries['idle'] = [];
  let from: number | undefined;
  [...utilization, null].forEach((value, index) => {
    const at = (start + index * step) * 1_000;
    if (value !== null && value < gpu.idleThreshold) {
      from ??= at;
    } else if (from !== undefined) {
      if (at - from >= gpu.idleMs) {
        periods.push({ from, to: at });
      }
      from = undefined;
    }
  });
  return periods;
}

function query(
  name: string,
  namespaces: readonly string[],
  step: number,
): string {
  const values = quoteAlternatives(namespaces);
  return ['exported_namespace', 'namespace']
    .map(label => `avg_over_time(${name}{${label}=~${values}}[${step}s])`)
    .join(' or ');
}

function isOwn(
  labels: Series['labels'],
  groups: readonly PodGroup[],
  clusterLabel: string,
): boolean {
  const { namespace, pod } = holderOf(labels);
  return groups.some(
    group =>
      group.cluster === labels[clusterLabel] &&
      namespace !== undefined &&
      pod !== undefined &&
      group.includes(namespace, pod),
  );
}
