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

import { RequestCounter } from '../transport';
import type { FleetRequestCounts } from './FleetService';

/**
 * What one poll of the stock Kubernetes plugin costs a cluster: a LIST for each of 13 kinds, and two for the metrics of
 * one namespace (plugin-kubernetes-backend 0.21.11, `fanOutRequests`).
 */
const STOCK_REQUESTS_PER_CLUSTER = 15;

/** What the fleet asks of API servers, beside what its viewers would have asked without it. */
export class RequestAccount {
  /** Requests that were made. */
  readonly made = new RequestCounter();
  readonly #saved = new RequestCounter();
  readonly #views = new RequestCounter();

  /** One view of an app by a person. */
  countView(clusters: number): void {
    this.#views.add();
    this.#saved.add(clusters * STOCK_REQUESTS_PER_CLUSTER);
  }

  read(): FleetRequestCounts {
    return {
      made: this.made.lastHour(),
      saved: this.#saved.lastHour(),
      views: this.#views.lastHour(),
      sinceSeconds: this.made.seconds(),
      totals: { saved: this.#saved.total, views: this.#views.total },
    };
  }
}
