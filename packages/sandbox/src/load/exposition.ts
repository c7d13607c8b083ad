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

/** A family of series in Prometheus' text format. */
export interface MetricFamily {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  samples: Sample[];
}

/** One value; `suffix` is `_bucket`, `_sum` or `_count` of a histogram. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
  suffix?: string;
}

const SIMULATED = 'Simulated by the Slipway sandbox, not measured.';

/** Writes families in Prometheus' text format. Each says that it is simulated. */
export function toText(families: MetricFamily[]): string {
  return families
    .flatMap(({ name, type, help, samples }) => [
      `# HELP ${name} ${help} ${SIMULATED}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(
        ({ labels, value, suffix = '' }) =>
          `${name}${suffix}{${labelText(labels)}} ${value}`,
      ),
    ])
    .concat('')
    .join('\n');
}

function labelText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',');
}
