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
  AccessAttributes,
  AccessSubject,
} from '@slipway/backstage-plugin-fleet-node';
import { ALLOWED, type ClusterRights, type Verdict } from './ClusterRights';
import { describeRight, type Right, type Scope } from './Right';
import type { KnownAnswer } from './AccessReviews';

export interface ReviewedRightsOptions {
  cluster: string;
  subject: AccessSubject;
  /** Entity ref of who runs the cluster. */
  owner?: string;
  /** What is known; what is not is to be asked. */
  lookUp(attributes: AccessAttributes): KnownAnswer | undefined;
  now(): number;
}

/**
 * What a cluster's own RBAC allows. It is asked for all namespaces first, since one answer then does for all, and only
 * where that is denied for one.
 */
export class ReviewedRights implements ClusterRights {
  readonly unrestricted = false;
  readonly #options: ReviewedRightsOptions;

  static create(options: ReviewedRightsOptions): ReviewedRights {
    return new ReviewedRights(options);
  }

  private constructor(options: ReviewedRightsOptions) {
    this.#options = options;
  }

  check(right: Right, scope: Scope = {}): Verdict {
    const { cluster, lookUp, now } = this.#options;
    let denied: Verdict | undefined;
    for (const asked of fromWide(scope)) {
      const known = lookUp({ ...right, ...asked });
      if (!known) {
        const reason = `Slipway still asks ${cluster} what you may see there.`;
        return { allowed: false, reason, since: now() };
      }
      const { answer, since } = known;
      if (!answer.answered) {
        const reason = `${cluster} ${answer.reason}, so Slipway cannot tell what you may see there.`;
        return { allowed: false, reason, since };
      }
      if (answer.allowed) {
        return ALLOWED;
      }
      denied = { allowed: false, reason: this.#refusal(right, scope), since };
    }
    return denied!;
  }

  #refusal(right: Right, { namespace }: Scope): string {
    const { cluster, subject, owner } = this.#options;
    const where = namespace
      ? `in namespace ${namespace} of ${cluster}`
      : `in all of ${cluster}`;
    return `You may not ${describeRight(right)} ${where}, which knows you as ${
      subject.user
    }. ${owner ?? 'Whoever manages its RBAC'} can grant it.`;
  }
}

function fromWide({ namespace, name }: Scope): Scope[] {
  if (namespace === undefined) {
    return [{}];
  }
  return name === undefined
    ? [{}, { namespace }]
    : [{}, { namespace }, { namespace, name }];
}
