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
  MetricsService,
  MetricsServiceCounter,
} from '@backstage/backend-plugin-api/alpha';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';

/**
 * Where the objects of one kind of one cluster came from.
 *
 * - `hit`: from memory: one request to an API server saved
 * - `miss`: from the API server, since the fleet cannot answer for this kind there
 * - `failed`: from nowhere: the API server did not answer in time, or could not be asked
 */
export type AnswerSource = 'hit' | 'miss' | 'failed';

/** Counts where answers come from, and what it costs to have them in memory. */
export class StockTabMetrics {
  readonly #answers: MetricsServiceCounter;
  readonly #metricsService: MetricsService;

  static create(options: {
    fleet: FleetService;
    metricsService: MetricsService;
  }): StockTabMetrics {
    return new StockTabMetrics(options.fleet, options.metricsService);
  }

  private constructor(fleet: FleetService, metricsService: MetricsService) {
    this.#metricsService = metricsService;
    this.#answers = metricsService.createCounter('slipway.stock_tab.answers', {
      description:
        'Lists that the Kubernetes tab needed, by source: hit (memory), miss (API server), failed',
    });
    metricsService
      .createObservableGauge('slipway.stock_tab.memory', {
        description: 'Memory that whole objects take',
        unit: 'By',
      })
      .addCallback(result => result.observe(fleet.getObjectsUsage().bytes));
    metricsService
      .createObservableGauge('slipway.stock_tab.given_up_kinds', {
        description:
          'Kinds no longer held because slipway.fleet.objects.maxMemory was reached',
      })
      .addCallback(result =>
        result.observe(fleet.getObjectsUsage().givenUp.length),
      );
  }

  /** Says what compressed blocks of answers take, in bytes. */
  observeBlocks(blocks: { readonly bytes: number }): void {
    this.#metricsService
      .createObservableGauge('slipway.stock_tab.blocks_memory', {
        description: 'Memory that compressed blocks of answers take',
        unit: 'By',
      })
      .addCallback(result => result.observe(blocks.bytes));
  }

  count(source: AnswerSource, lists: number): void {
    if (lists > 0) {
      this.#answers.add(lists, { source });
    }
  }
}
