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

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';

const RESOLUTION_MS = 10;
const NS_PER_SECOND = 1e9;

/**
 * How long this replica's main thread kept others waiting since the metrics were collected last. Names are those of
 * https://opentelemetry.io/docs/specs/semconv/runtime/nodejs-metrics/
 *
 * @returns how to stop measuring
 */
export function registerEventLoopMetrics(metrics: MetricsService): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  /** Each collection reads all of them, the longest last. */
  const readings: Array<[string, () => number]> = [
    ['p50', () => delay.percentile(50)],
    ['p99', () => delay.percentile(99)],
    ['max', () => delay.max],
  ];
  for (const [name, read] of readings) {
    metrics
      .createObservableGauge(`nodejs.eventloop.delay.${name}`, {
        description: `Event loop delay, ${name}`,
        unit: 's',
      })
      .addCallback(result => {
        // The timer itself takes its resolution.
        const seconds = (read() - RESOLUTION_MS * 1e6) / NS_PER_SECOND;
        result.observe(Math.max(0, seconds));
        if (name === 'max') {
          delay.reset();
        }
      });
  }
  return () => delay.disable();
}
