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

import type { ClusterAccess } from '@slipway/backstage-plugin-fleet-node';
import {
  noRights,
  ReviewedRights,
  UNRESTRICTED,
  type AccessReviews,
  type ClusterRights,
  type MappedSubject,
  type Question,
} from '../reviews';
import type { Viewer } from './Viewer';

/** One answer leads to the next question: of all namespaces, then of one; of pods, then of other kinds. */
const MAX_ROUNDS = 20;
/** More would make one page wait for long, and the API server work for it. The rest is asked by the next reading. */
const MAX_QUESTIONS_PER_CLUSTER = 500;
/** When to read again what could not be answered in time. */
const UNKNOWN_TTL_MS = 1_000;

/** What the permission policy decided, and whom clusters know the viewer by. */
export interface ViewerDecision
  extends Pick<
    Viewer,
    'canRead' | 'canChange' | 'canReadApp' | 'seesWholeCatalog'
  > {
  subject: MappedSubject;
  decidedAt: number;
}

export interface ReviewingViewerOptions {
  listAccess(): ReadonlyMap<string, ClusterAccess>;
  decision: ViewerDecision;
  reviews: AccessReviews;
  now?: () => number;
}

/** One reading of the fleet by one person or plugin. It is not shared between requests: it knows what they look at. */
export class ReviewingViewer implements Viewer {
  readonly #options: ReviewingViewerOptions;
  readonly #now: () => number;
  readonly #rights = new Map<string, ClusterRights>();
  readonly #wanted = new Map<string, Map<string, Question>>();
  /** How many questions were asked of a cluster in this reading. */
  readonly #asked = new Map<string, number>();
  /** Clusters that are not asked any more in this reading. */
  readonly #late = new Set<string>();
  readonly #used = new Set<string>();
  #freshUntil = Infinity;

  static create(options: ReviewingViewerOptions): ReviewingViewer {
    return new ReviewingViewer(options);
  }

  private constructor(options: ReviewingViewerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get freshUntil(): number {
    return this.#freshUntil;
  }

  readonly canRead: Viewer['canRead'] = cluster =>
    this.#options.decision.canRead(cluster);

  readonly canChange: Viewer['canChange'] = cluster =>
    this.#options.decision.canChange(cluster);

  readonly canReadApp: Viewer['canReadApp'] = entity =>
    this.#options.decision.canReadApp(entity);

  get seesWholeCatalog(): boolean {
    return this.#options.decision.seesWholeCatalog;
  }

  rightsOn(cluster: string): ClusterRights {
    let rights = this.#rights.get(cluster);
    if (!rights) {
      rights = this.#createRights(cluster);
      this.#rights.set(cluster, rights);
    }
    return rights;
  }

  async settle<T>(read: () => T): Promise<T> {
    this.#asked.clear();
    this.#late.clear();
    this.#used.clear();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      this.#wanted.clear();
      const outcome = attempt(read);
      if (this.#wanted.size === 0) {
        this.#countSaved();
        return outcome();
      }
      await Promise.all([...this.#wanted].map(entry => this.#ask(...entry)));
    }
    [...this.#wanted.keys()].forEach(cluster => this.#late.add(cluster));
    return read();
  }

  async #ask(
    cluster: string,
    wanted: ReadonlyMap<string, Question>,
  ): Promise<void> {
    const before = this.#asked.get(cluster) ?? 0;
    const questions = [...wanted.values()].slice(
      0,
      MAX_QUESTIONS_PER_CLUSTER - before,
    );
    this.#asked.set(cluster, before + questions.length);
    const answered = await this.#options.reviews.ask(cluster, questions);
    if (!answered || questions.length < wanted.size) {
      this.#late.add(cluster);
    }
  }

  #createRights(cluster: string): ClusterRights {
    const { listAccess, decision, reviews } = this.#options;
    const { subject, decidedAt } = decision;
    const known = listAccess().get(cluster);
    if (known?.authorization === 'permissions') {
      return UNRESTRICTED;
    }
    switch (subject.kind) {
      case 'trusted':
        return UNRESTRICTED;
      case 'unknown':
        return noRights(subject.reason, decidedAt);
      default:
        return ReviewedRights.create({
          cluster,
          subject: subject.subject,
          owner: known?.owner,
          now: this.#now,
          lookUp: attributes => {
            const question = { cluster, subject, attributes };
            const answer = reviews.lookUp(question);
            const key = JSON.stringify([cluster, attributes]);
            this.#used.add(key);
            if (answer) {
              this.#expires(answer.expiresAt);
            } else if (this.#late.has(cluster)) {
              this.#expires(this.#now() + UNKNOWN_TTL_MS);
            } else {
              this.#want(cluster, key, question);
            }
            return answer;
          },
        });
    }
  }

  #want(cluster: string, key: string, question: Question): void {
    const wanted = this.#wanted.get(cluster) ?? new Map<string, Question>();
    this.#wanted.set(cluster, wanted.set(key, question));
  }

  #expires(at: number): void {
    this.#freshUntil = Math.min(this.#freshUntil, at);
  }

  #countSaved(): void {
    const asked = [...this.#asked.values()].reduce((sum, one) => sum + one, 0);
    this.#options.reviews.countSaved(Math.max(0, this.#used.size - asked));
  }
}

/** What cannot be read before its rights are known may well throw. */
function attempt<T>(read: () => T): () => T {
  try {
    const value = read();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
