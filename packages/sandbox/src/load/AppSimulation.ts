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

import { divideLoad } from './divideLoad';
import { MetricFamily, Sample } from './exposition';
import {
  InstanceUse,
  LATENCY_BUCKETS,
  partWithin,
  useUnderLoad,
} from './instanceModel';
import type { PodUse } from './metricsApi';
import { SimulatedPod } from './SimulatedPod';

interface Counters {
  requests: number;
  errors: number;
  bytes: number;
  cpuSeconds: number;
  latencySum: number;
  buckets: number[];
}

interface InstanceState {
  pod: SimulatedPod;
  use: InstanceUse;
  counters: Counters;
}

type AppMetric = [
  name: string,
  type: MetricFamily['type'],
  help: string,
  value: (state: InstanceState) => number,
];

const HTTP_METRICS: AppMetric[] = [
  [
    'http_server_requests_total',
    'counter',
    'Requests served.',
    ({ counters }) => counters.requests,
  ],
  [
    'http_server_errors_total',
    'counter',
    'Requests that failed.',
    ({ counters }) => counters.errors,
  ],
  [
    'http_server_bytes_total',
    'counter',
    'Bytes sent.',
    ({ counters }) => counters.bytes,
  ],
];

const PROCESS_METRICS: AppMetric[] = [
  [
    'process_threads',
    'gauge',
    'Threads of the process.',
    ({ use }) => use.threads,
  ],
  [
    'container_cpu_usage_seconds_total',
    'counter',
    'CPU time used, in seconds.',
    ({ counters }) => counters.cpuSeconds,
  ],
  [
    'container_memory_working_set_bytes',
    'gauge',
    'Memory in use, in bytes.',
    ({ use }) => use.memory,
  ],
];

/** Plays what the instances of all apps do under the offered load, and counts it. */
export class AppSimulation {
  #instances = new Map<string, InstanceState>();

  static create(): AppSimulation {
    return new AppSimulation();
  }

  private constructor() {}

  /**
   * Lets some time pass.
   *
   * @param loadOf - requests per second that are offered to an app over all clusters
   */
  advance(
    seconds: number,
    pods: SimulatedPod[],
    loadOf: (app: string) => number,
  ): void {
    const next = new Map<string, InstanceState>();
    for (const [app, instances] of groupByApp(pods)) {
      const serving = instances.filter(pod => !pod.batch);
      const shares = divideLoad(loadOf(app), serving.map(keyOf));
      for (const pod of instances) {
        const share = shares[serving.indexOf(pod)] ?? 0;
        const use = useUnderLoad(pod, share);
        const counters = this.#instances.get(keyOf(pod))?.counters ?? zero();
        count(counters, use, seconds);
        next.set(keyOf(pod), { pod, use, counters });
      }
    }
    this.#instances = next;
  }

  /** What each instance uses now. */
  uses(): PodUse[] {
    return [...this.#instances.values()];
  }

  /** The metrics that the apps and the kubelets would export. */
  families(): MetricFamily[] {
    const all = [...this.#instances.values()];
    const serving = all.filter(({ pod }) => !pod.batch);
    return [
      ...HTTP_METRICS.map(metric => toFamily(metric, serving)),
      ...PROCESS_METRICS.map(metric => toFamily(metric, all)),
      {
        name: 'http_server_request_duration_seconds',
        type: 'histogram',
        help: 'How long requests took, in seconds.',
        samples: serving.flatMap(histogramSamples),
      },
    ];
  }
}

function groupByApp(pods: SimulatedPod[]): Map<string, SimulatedPod[]> {
  const groups = new Map<string, SimulatedPod[]>();
  for (const pod of pods) {
    const group = groups.get(pod.app);
    if (group) {
      group.push(pod);
    } else {
      groups.set(pod.app, [pod]);
    }
  }
  return groups;
}

function count(counters: Counters, use: InstanceUse, seconds: number): void {
  const requests = use.requestsPerSecond * seconds;
  counters.requests += requests;
  counters.errors += use.errorsPerSecond * seconds;
  counters.bytes += use.bytesPerSecond * seconds;
  counters.cpuSeconds += use.cpu * seconds;
  counters.latencySum += requests * use.latencySeconds;
  LATENCY_BUCKETS.forEach((bound, index) => {
    counters.buckets[index] += requests * partWithin(bound, use.latencySeconds);
  });
}

function histogramSamples({ pod, counters }: InstanceState): Sample[] {
  const labels = labelsOf(pod);
  return [
    ...LATENCY_BUCKETS.map((bound, index) => ({
      suffix: '_bucket',
      labels: { ...labels, le: String(bound) },
      value: counters.buckets[index],
    })),
    {
      suffix: '_bucket',
      labels: { ...labels, le: '+Inf' },
      value: counters.requests,
    },
    { suffix: '_sum', labels, value: counters.latencySum },
    { suffix: '_count', labels, value: counters.requests },
  ];
}

function toFamily(
  [name, type, help, value]: AppMetric,
  instances: InstanceState[],
): MetricFamily {
  return {
    name,
    type,
    help,
    samples: instances.map(state => ({
      labels: labelsOf(state.pod),
      value: value(state),
    })),
  };
}

function labelsOf(pod: SimulatedPod): Record<string, string> {
  const { cluster, namespace, name, container, node } = pod;
  return { cluster, namespace, pod: name, container, node };
}

function keyOf(pod: SimulatedPod): string {
  return `${pod.cluster}/${pod.namespace}/${pod.name}`;
}

function zero(): Counters {
  return {
    requests: 0,
    errors: 0,
    bytes: 0,
    cpuSeconds: 0,
    latencySum: 0,
    buckets: LATENCY_BUCKETS.map(() => 0),
  };
}
