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

import { toError } from '@backstage/errors';
import type {
  AccessAnswer,
  AccessAttributes,
  AccessSubject,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';

/** So that a page with many namespaces does not make an API server busy. */
const AT_A_TIME = 8;
/** After this long without an answer nobody waits for a cluster any more. */
export const PATIENCE_MS = 1_500;
/** For this long a cluster that could not answer is not asked again. */
export const FAILURE_TTL_MS = 5_000;

/** Asks one cluster, a few questions at a time, and not again at once when it cannot answer. */
export class ClusterReviewer {
  readonly #cluster: string;
  readonly #fleet: Pick<FleetService, 'reviewAccess'>;
  readonly #now: () => number;
  readonly #startedAt = new Set<{ at: number }>();
  readonly #waiting: Array<() => void> = [];
  #failure: { at: number; answer: AccessAnswer } | undefined;

  static create(options: {
    cluster: string;
    fleet: Pick<FleetService, 'reviewAccess'>;
    now: () => number;
  }): ClusterReviewer {
    return new ClusterReviewer(options);
  }

  private constructor(options: {
    cluster: string;
    fleet: Pick<FleetService, 'reviewAccess'>;
    now: () => number;
  }) {
    this.#cluster = options.cluster;
    this.#fleet = options.fleet;
    this.#now = options.now;
  }

  /** Whether it answered last, and keeps nobody waiting for long. */
  get isResponsive(): boolean {
    const since = this.#now() - PATIENCE_MS;
    const late = [...this.#startedAt].some(({ at }) => at < since);
    return this.#failure === undefined && !late;
  }

  /** Never rejects. */
  async review(
    subject: AccessSubject,
    attributes: AccessAttributes,
  ): Promise<AccessAnswer> {
    while (this.#startedAt.size >= AT_A_TIME) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
    const failed = this.#recentFailure();
    if (failed) {
      this.#waiting.shift()?.();
      return failed;
    }
    const started = { at: this.#now() };
    this.#startedAt.add(started);
    const answer = await this.#ask(subject, attributes);
    this.#startedAt.delete(started);
    this.#failure = answer.answered ? undefined : { at: this.#now(), answer };
    this.#waiting.shift()?.();
    return answer;
  }

  async #ask(
    subject: AccessSubject,
    attributes: AccessAttributes,
  ): Promise<AccessAnswer> {
    try {
      return await this.#fleet.reviewAccess(this.#cluster, subject, attributes);
    } catch (error) {
      // The fleet lost the cluster meanwhile.
      const reason = toError(error).message.replace(/\.$/, '');
      return { answered: false, reason: `could not be asked (${reason})` };
    }
  }

  #recentFailure(): AccessAnswer | undefined {
    return this.#failure && this.#now() - this.#failure.at < FAILURE_TTL_MS
      ? this.#failure.answer
      : undefined;
  }
}
