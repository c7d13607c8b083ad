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

/** The window of rates: four scrapes at Prometheus' usual 30 s. */
const WINDOW = '2m';

/** cAdvisor also sends sums of a pod and its pause container. */
const REAL_CONTAINERS = 'container!="",container!="POD"';

/**
 * Requests per second by cluster, namespace and pod.
 *
 * @param matcher narrows the default query; one from config stays as it is
 */
export function requestsQuery(
  { clusterLabel, queries }: PrometheusConfig,
  matcher = '',
): string {
  return (
    queries.requests ??
    `sum by (${clusterLabel}, namespace, pod) (rate(http_server_requests_total{${matcher}}[${WINDOW}]))`
  );
}

/** Cores by cluster, namespace and pod. */
export function cpuQuery({ clusterLabel, queries }: PrometheusConfig): string {
  return (
    queries.cpu ??
    `sum by (${clusterLabel}, namespace, pod) (rate(container_cpu_usage_seconds_total{${REAL_CONTAINERS}}[${WINDOW}]))`
  );
}

/** Bytes by cluster, namespace and pod. */
export function memoryQuery({
  clusterLabel,
  queries,
}: PrometheusConfig): string {
  return (
    queries.memory ??
    `sum by (${clusterLabel}, namespace, pod) (container_memory_working_set_bytes{${REAL_CONTAINERS}})`
  );
}
