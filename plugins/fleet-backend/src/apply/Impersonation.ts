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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  AccessSubject,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { MappedSubject, SubjectMapper } from '../reviews';

/** As whom a change is made in one cluster, or why it is not. */
export type Actor =
  | { kind: 'user'; subject: AccessSubject }
  | { kind: 'service-account' }
  | { kind: 'nobody'; reason: string };

/** With these groups nothing is refused, so no mapping of names may lead to one. */
const ALL_POWERFUL_GROUP = 'system:masters';

/**
 * Decides as whom Slipway acts: as the caller by impersonation where config says so or where the cluster's own RBAC
 * decides on reading, else as its own service account.
 */
export class Impersonation {
  readonly #options: ImpersonationOptions;

  static create(options: ImpersonationOptions): Impersonation {
    return new Impersonation(options);
  }

  private constructor(options: ImpersonationOptions) {
    this.#options = options;
  }

  /** The caller is looked up once for all clusters, and only if one of them wants to know. */
  async actorsIn(
    credentials: BackstageCredentials,
    clusters: readonly string[],
  ): Promise<Map<string, Actor>> {
    const { fleet, clusters: configured, subjects } = this.#options;
    const access = fleet.listAccess();
    const personal = clusters.filter(
      name =>
        configured.has(name) ||
        access.get(name)?.authorization === 'subject-access-review',
    );
    const actor =
      personal.length > 0
        ? toActor(await subjects.map(credentials))
        : undefined;
    return new Map(
      clusters.map(name => [
        name,
        actor && personal.includes(name) ? actor : { kind: 'service-account' },
      ]),
    );
  }
}

interface ImpersonationOptions {
  /** Names of clusters where config wants it. */
  clusters: ReadonlySet<string>;
  fleet: Pick<FleetService, 'listAccess'>;
  subjects: SubjectMapper;
}

function toActor(mapped: MappedSubject): Actor {
  switch (mapped.kind) {
    case 'known':
      return mapped.subject.groups.includes(ALL_POWERFUL_GROUP)
        ? {
            kind: 'nobody',
            reason: `Your groups would lead to ${ALL_POWERFUL_GROUP}, which Slipway never acts as.`,
          }
        : { kind: 'user', subject: mapped.subject };
    case 'trusted':
      return { kind: 'service-account' };
    default:
      return { kind: 'nobody', reason: mapped.reason };
  }
}
