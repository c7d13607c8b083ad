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

import { setTimeout as delay } from 'node:timers/promises';
import type {
  AccessAnswer,
  AccessAttributes,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import {
  ClusterReviewer,
  FAILURE_TTL_MS,
  PATIENCE_MS,
} from './ClusterReviewer';
import type { KnownSubject } from './SubjectMapper';

/** How long people wait for a cluster that did not answer lately: only for what is known at once. */
const IMPATIENCE_MS = 50;
/** Of some 300 bytes each. */
const MAX_ENTRIES = 50_000;

/** What somebody wants to know of a cluster. */
export interface Question {
  cluster: string;
  subject: KnownSubject;
  attributes: AccessAttributes;
}

/** An answer of a moment ago. */
export interface KnownAnswer {
  answer: AccessAnswer;
  /** Since when the answer is this one, in epoch milliseconds. */
  since: number;
  /** Until when it is good, in epoch milliseconds. */
  expiresAt: number;
}

export interface AccessReviewsOptions {
  fleet: Pick<FleetService, 'reviewAccess'>;
  /** How long an answer is used again, in milliseconds. */
  ttlMs: number;
  maxEntries?: number;
  now?: () => number;
}

/**
 * Keeps for moments what clusters answered about their users. Who asks while a question is under way waits for the same
 * answer. A cluster that does not answer is waited for a moment, and once; others are not touched by it.
 */
export class AccessReviews {
  readonly #fleet: Pick<FleetService, 'reviewAccess'>;
  readonly #ttlMs: number;
  readonly #maxEntries: number;
  readonly #now: () => number;
  /** In the order in which they were asked. */
  readonly #known = new Map<string, KnownAnswer>();
  readonly #asking = new Map<string, Promise<void>>();
  readonly #reviewers = new Map<string, ClusterReviewer>();
  #made = 0;
  #saved = 0;

  static create(options: AccessReviewsOptions): AccessReviews {
    return new AccessReviews(options);
  }

  private constructor(options: AccessReviewsOptions) {
    this.#fleet = options.fleet;
    this.#ttlMs = options.ttlMs;
    this.#maxEntries = options.maxEntries ?? MAX_ENTRIES;
    this.#now = options.now ?? Date.now;
  }

  /** How many reviews clusters were asked for. */
  get made(): number {
    return this.#made;
  }

  /** How many were answered from memory. */
  get saved(): number {
    return this.#saved;
  }

  get size(): number {
    return this.#known.size;
  }

  /** @param count - questions that a view had and that were known */
  countSaved(count: number): void {
    this.#saved += count;
  }

  lookUp(question: Question): KnownAnswer | undefined {
    const known = this.#known.get(keyOf(question));
    return known && this.#now() < known.expiresAt ? known : undefined;
  }

  /**
   * Asks a cluster what is not known.
   *
   * @returns whether all is known now; else the cluster is slow, and the answers come later
   */
  async ask(cluster: string, questions: Question[]): Promise<boolean> {
    const { isResponsive } = this.#reviewer(cluster);
    const asked = Promise.all(
      questions.map(question => this.#askOnce(question)),
    ).then(() => true);
    const waited = new AbortController();
    const tired = delay(isResponsive ? PATIENCE_MS : IMPATIENCE_MS, false, {
      signal: waited.signal,
    }).catch(() => false);
    const answered = await Promise.race([asked, tired]);
    waited.abort();
    return answered;
  }

  #askOnce(question: Question): Promise<void> {
    const key = keyOf(question);
    const asking = this.#asking.get(key) ?? this.#askNow(key, question);
    this.#asking.set(key, asking);
    return asking;
  }

  async #askNow(key: string, question: Question): Promise<void> {
    const { cluster, subject, attributes } = question;
    this.#made += 1;
    const answer = await this.#reviewer(cluster).review(
      subject.subject,
      attributes,
    );
    const now = this.#now();
    const before = this.#known.get(key);
    this.#known.delete(key);
    this.#makeRoom(now);
    this.#known.set(key, {
      answer,
      since: before && isSame(before.answer, answer) ? before.since : now,
      expiresAt: now + (answer.answered ? this.#ttlMs : FAILURE_TTL_MS),
    });
    this.#asking.delete(key);
  }

  #reviewer(cluster: string): ClusterReviewer {
    let reviewer = this.#reviewers.get(cluster);
    if (!reviewer) {
      reviewer = ClusterReviewer.create({
        cluster,
        fleet: this.#fleet,
        now: this.#now,
      });
      this.#reviewers.set(cluster, reviewer);
    }
    return reviewer;
  }

  /** What expired is kept for a while all the same: it tells since when an answer is what it is. */
  #makeRoom(now: number): void {
    const forgetBefore = now - Math.max(this.#ttlMs, FAILURE_TTL_MS);
    for (const [key, { expiresAt }] of this.#known) {
      if (expiresAt > forgetBefore && this.#known.size < this.#maxEntries) {
        return;
      }
      this.#known.delete(key);
    }
  }
}

function keyOf({ cluster, subject, attributes }: Question): string {
  const { verb, group, resource, subresource, namespace, name } = attributes;
  return JSON.stringify([
    cluster,
    subject.key,
    verb,
    group,
    resource,
    subresource,
    namespace,
    name,
  ]);
}

function isSame(one: AccessAnswer, other: AccessAnswer): boolean {
  return one.answered && other.answered
    ? one.allowed === other.allowed
    : one.answered === other.answered;
}
