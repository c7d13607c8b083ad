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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { GpuSeries } from '@slipway/backstage-plugin-fleet-common';
import type { GpuConfig, PrometheusConfig } from '../config';
import { readGpuSamples, readQuietTimes, type QuietTimes } from './gpuSamples';
import { readGpuSeries } from './gpuSeries';
import type { ClusterMetrics, GpuSample, PodUsage } from './MetricsSnapshot';
import type { MetricsSource, PodGroup } from './MetricsSource';
import { PrometheusClient, type Sample } from './PrometheusClient';
import { cpuQuery, memoryQuery, requestsQuery } from './queries';
import { RequestSeries } from './RequestSeries';

/** Figures older than this many refreshes are no longer shown as what is. */
const MAX_AGE_REFRESHES = 8;
/** Slow figures are read every so many refreshes. */
const SLOW_EVERY = 4;
/** How long series that nobody asked for yet wait for company. */
const HURRY_MS = 300;

/**
 * Measured values from Prometheus: one set of queries a refresh for all clusters, whoever looks at them.
 */
export class PrometheusMetrics implements MetricsSource {
  readonly #client: PrometheusClient;
  readonly #config: PrometheusConfig;
  readonly #gpu: GpuConfig;
  readonly #logger: LoggerService;
  readonly #series: RequestSeries;
  #clusters = new Map<string, ClusterMetrics>();
  #quiet: QuietTimes = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #onRefresh: () => void = () => {};
  #closed = false;
  #rounds = 0;
  /** What failed last, so that it is logged once. */
  #failure: string | undefined;

  static create(options: {
    config: PrometheusConfig;
    gpu: GpuConfig;
    logger: LoggerService;
  }): PrometheusMetrics {
    return new PrometheusMetrics(options);
  }

  private constructor(options: {
    config: PrometheusConfig;
    gpu: GpuConfig;
    logger: LoggerService;
  }) {
    this.#config = options.config;
    this.#gpu = options.gpu;
    this.#logger = options.logger;
    this.#client = new PrometheusClient(options.config);
    this.#series = new RequestSeries({
      client: this.#client,
      config: options.config,
    });
  }

  get(cluster: string): ClusterMetrics | undefined {
    const found = this.#clusters.get(cluster);
    const maxAge = MAX_AGE_REFRESHES * this.#config.refreshMs;
    return found && Date.now() - found.asOf <= maxAge ? found : undefined;
  }

  requestSeries(group: PodGroup): Array<number | null> | undefined {
    const values = this.#series.get(group);
    // While Prometheus is down, the next refresh is soon enough.
    if (values === undefined && this.#series.isWanting && !this.#failure) {
      this.#hurry();
    }
    return values;
  }

  gpuSeries(
    groups: readonly PodGroup[],
    range: '1h' | '24h' | '7d',
  ): Promise<GpuSeries> {
    return readGpuSeries(this.#client, groups, {
      range,
      clusterLabel: this.#config.clusterLabel,
      gpu: this.#gpu,
      now: Date.now(),
    });
  }

  start(onRefresh: () => void): void {
    this.#onRefresh = onRefresh;
    const round = async () => {
      await this.#refresh();
      if (!this.#closed) {
        onRefresh();
        this.#timer = setTimeout(round, this.#config.refreshMs);
        this.#timer.unref();
      }
    };
    round();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#soon);
  }

  /** Who opens an app does not wait for the next refresh; what is asked for in the meantime goes with it. */
  #hurry(): void {
    this.#soon ??= setTimeout(async () => {
      try {
        await this.#series.refresh();
        if (!this.#closed) {
          this.#onRefresh();
        }
      } catch (error) {
        this.#report(toError(error).message);
      } finally {
        this.#soon = undefined;
      }
    }, HURRY_MS);
  }

  async #refresh(): Promise<void> {
    const slow = this.#rounds % SLOW_EVERY === 0;
    this.#rounds += 1;
    const failures: string[] = [];
    // One query that fails must not take the others' figures away.
    const attempt = async <T>(read: Promise<T>, fallback: T): Promise<T> => {
      try {
        return await read;
      } catch (error) {
        failures.push(toError(error).message);
        return fallback;
      }
    };
    if (slow || this.#series.isWanting) {
      await attempt(this.#series.refresh(), undefined);
    }
    if (slow) {
      this.#quiet = await attempt(
        readQuietTimes(this.#client, {
          clusterLabel: this.#config.clusterLabel,
          gpu: this.#gpu,
        }),
        this.#quiet,
      );
    }
    const now = Date.now();
    const [requests, cpu, memory, gpus] = await Promise.all([
      attempt(this.#client.query(requestsQuery(this.#config)), []),
      attempt(this.#client.query(cpuQuery(this.#config)), []),
      attempt(this.#client.query(memoryQuery(this.#config)), []),
      attempt(
        readGpuSamples(this.#client, {
          clusterLabel: this.#config.clusterLabel,
          quiet: this.#quiet,
          now,
        }),
        new Map<string, GpuSample[]>(),
      ),
    ]);
    this.#report(failures[0]);
    if (failures.length === 0 || requests.length + cpu.length > 0) {
      this.#clusters = this.#merge({ requests, cpu, memory, gpus, now });
    }
  }

  #merge(read: {
    requests: Sample[];
    cpu: Sample[];
    memory: Sample[];
    gpus: Map<string, GpuSample[]>;
    now: number;
  }): Map<string, ClusterMetrics> {
    const pods = new Map<string, Map<string, PodUsage>>();
    const collect = (samples: Sample[], key: keyof PodUsage) => {
      for (const { labels, value } of samples) {
        const cluster = labels[this.#config.clusterLabel] ?? '';
        const found = pods.get(cluster) ?? new Map<string, PodUsage>();
        pods.set(cluster, found);
        const name = `${labels.namespace}/${labels.pod}`;
        const usage = found.get(name) ?? {};
        usage[key] = value;
        found.set(name, usage);
      }
    };
    collect(read.requests, 'requestsPerSecond');
    collect(read.cpu, 'cpu');
    collect(read.memory, 'memory');
    const names = new Set([...pods.keys(), ...read.gpus.keys()]);
    return new Map(
      [...names].map(name => [
        name,
        {
          asOf: read.now,
          pods: pods.get(name) ?? new Map<string, PodUsage>(),
          gpus: byNode(read.gpus.get(name) ?? []),
        },
      ]),
    );
  }

  #report(failure: string | undefined): void {
    if (failure && !this.#failure) {
      this.#logger.warn(`Load and GPU use are unknown: ${failure}`);
    } else if (!failure && this.#failure) {
      this.#logger.info('Prometheus answers again');
    }
    this.#failure = failure;
  }
}

function byNode(samples: readonly GpuSample[]): Map<string, GpuSample[]> {
  const nodes = new Map<string, GpuSample[]>();
  for (const sample of samples) {
    const found = nodes.get(sample.node);
    if (found) {
      found.push(sample);
    } else {
      nodes.set(sample.node, [sample]);
    }
  }
  return nodes;
}
