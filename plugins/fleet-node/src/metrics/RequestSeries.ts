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

import type { PrometheusConfig } from '../config';
import type { PodGroup } from './MetricsSource';
import { quoteAlternatives, type PrometheusClient } from './PrometheusClient';
import { requestsQuery } from './queries';

const STEP_SECONDS = 60;
const POINTS = 60;
/** Apps that nobody looked at for this time are no longer asked for. */
const INTEREST_MS = 600_000;
const MAX_NAMESPACES = 200;

type Values = Array<number | null>;
/** By cluster, namespace and pod. */
type SeriesByPod = Map<string, Map<string, Map<string, Values>>>;

/**
 * Requests per second over the last hour, for the namespaces of apps that somebody looked at lately: one query for all
 * of them, never one a view.
 */
export class RequestSeries {
  readonly #client: PrometheusClient;
  readonly #config: PrometheusConfig;
  readonly #now: () => number;
  /** When each namespace was asked for last, the newest at the end. */
  readonly #asked = new Map<string, number>();
  #series: SeriesByPod = new Map();
  #known: ReadonlySet<string> = new Set();

  constructor(options: {
    client: PrometheusClient;
    config: PrometheusConfig;
    now?: () => number;
  }) {
    this.#client = options.client;
    this.#config = options.config;
    this.#now = options.now ?? Date.now;
  }

  /** Whether somebody asked for a namespace that was not read yet. */
  get isWanting(): boolean {
    return this.#wanted().some(namespace => !this.#known.has(namespace));
  }

  /** @returns undefined until the namespaces were read, and where nothing was measured */
  get(group: PodGroup): Values | undefined {
    for (const namespace of group.namespaces) {
      this.#asked.delete(namespace);
      this.#asked.set(namespace, this.#now());
    }
    const sum: Values = new Array<number | null>(POINTS).fill(null);
    let found = false;
    for (const namespace of group.namespaces) {
      const pods = this.#series.get(group.cluster)?.get(namespace);
      for (const [pod, values] of pods ?? []) {
        if (group.includes(namespace, pod)) {
          found = true;
          addTo(sum, values);
        }
      }
    }
    return found ? sum : undefined;
  }

  /** @throws Error when Prometheus does not answer */
  async refresh(): Promise<void> {
    const namespaces = this.#wanted();
    if (namespaces.length === 0) {
      return;
    }
    const end = Math.floor(this.#now() / 1_000 / STEP_SECONDS) * STEP_SECONDS;
    const start = end - (POINTS - 1) * STEP_SECONDS;
    const results = await this.#client.queryRange(
      requestsQuery(
        this.#config,
        `namespace=~${quoteAlternatives(namespaces)}`,
      ),
      { start, end, step: STEP_SECONDS },
    );
    const series: SeriesByPod = new Map();
    for (const { labels, values } of results) {
      const clusters = child(series, labels[this.#config.clusterLabel] ?? '');
      const pods = child(clusters, labels.namespace ?? '');
      const points: Values = new Array<number | null>(POINTS).fill(null);
      for (const [time, value] of values) {
        const index = Math.round((time - start) / STEP_SECONDS);
        if (index >= 0 && index < POINTS && Number.isFinite(value)) {
          points[index] = value;
        }
      }
      pods.set(labels.pod ?? '', points);
    }
    this.#series = series;
    this.#known = new Set(namespaces);
  }

  #wanted(): string[] {
    const from = this.#now() - INTEREST_MS;
    for (const [namespace, at] of this.#asked) {
      if (at < from) {
        this.#asked.delete(namespace);
      }
    }
    return [...this.#asked.keys()].slice(-MAX_NAMESPACES);
  }
}

function addTo(sum: Values, values: Values): void {
  values.forEach((value, index) => {
    if (value !== null) {
      sum[index] = (sum[index] ?? 0) + value;
    }
  });
}

function child<V>(
  map: Map<string, Map<string, V>>,
  key: string,
): Map<string, V> {
  let found = map.get(key);
  if (!found) {
    found = new Map();
    map.set(key, found);
  }
  return found;
}
