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

import { createHash } from 'node:crypto';
import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { AccessSubject } from '@slipway/backstage-plugin-fleet-node';
import { RESERVED_PREFIX, type ReviewConfig } from './ReviewConfig';

/** Whom clusters know, and by what answers about them are told apart. */
export interface KnownSubject {
  kind: 'known';
  subject: AccessSubject;
  key: string;
}

/** Whom a caller is to clusters. */
export type MappedSubject =
  | KnownSubject
  /** A service that the configuration lets through. */
  | { kind: 'trusted' }
  | { kind: 'unknown'; reason: string };

export interface SubjectMapperOptions {
  auth: AuthService;
  catalog: CatalogService;
  config: ReviewConfig;
  userInfo: UserInfoService;
}

/** Finds out by which names clusters know a Backstage user: https://backstage.io/docs/auth/identity-resolver */
export class SubjectMapper {
  readonly #options: SubjectMapperOptions;

  static create(options: SubjectMapperOptions): SubjectMapper {
    return new SubjectMapper(options);
  }

  private constructor(options: SubjectMapperOptions) {
    this.#options = options;
  }

  async map(credentials: BackstageCredentials): Promise<MappedSubject> {
    const { auth, config } = this.#options;
    if (auth.isPrincipal(credentials, 'user')) {
      return this.#mapUser(credentials);
    }
    if (auth.isPrincipal(credentials, 'service')) {
      const { subject } = credentials.principal;
      return config.trustedServices.has(subject)
        ? { kind: 'trusted' }
        : unknown(
            `This cluster shows itself to people, and to services that slipway.fleet.subjectAccessReview.trustedServices names; ${subject} is none.`,
          );
    }
    return unknown('This cluster shows itself to people who signed in.');
  }

  /** By which name clusters know a group. */
  groupOf(groupEntityRef: string): string {
    return fill(this.#options.config.group, groupEntityRef);
  }

  async #mapUser(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<MappedSubject> {
    const { config, userInfo } = this.#options;
    const { userEntityRef } = credentials.principal;
    const [user, { ownershipEntityRefs }] = await Promise.all([
      this.#userName(userEntityRef),
      userInfo.getUserInfo(credentials),
    ]);
    if (!user) {
      return unknown(
        `Your user entity ${userEntityRef} has no annotation ${config.userAnnotation}, by which this cluster knows people.`,
      );
    }
    if (user.startsWith(RESERVED_PREFIX)) {
      return unknown(
        `This cluster would know you as ${user}, a name that is Kubernetes' own, so it is not asked.`,
      );
    }
    const groups = ownershipEntityRefs
      .filter(ref => parseEntityRef(ref).kind === 'group')
      .map(ref => fill(config.group, ref));
    const subject = {
      user,
      groups: [...new Set([...groups, ...config.extraGroups])].sort(),
    };
    return { kind: 'known', subject, key: digest(subject) };
  }

  async #userName(userEntityRef: string): Promise<string | undefined> {
    const { auth, catalog, config } = this.#options;
    if (!config.userAnnotation) {
      return fill(config.user, userEntityRef);
    }
    const entity = await catalog.getEntityByRef(userEntityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    return entity?.metadata.annotations?.[config.userAnnotation]?.trim();
  }
}

function unknown(reason: string): MappedSubject {
  return { kind: 'unknown', reason };
}

function fill(template: string, entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const values: Record<string, string> = {
    '{kind}': kind,
    '{namespace}': namespace,
    '{name}': name,
  };
  // In one pass, so that no name can bring a placeholder of its own.
  return template.replace(/\{[^}]*\}/g, placeholder => values[placeholder]);
}

function digest({ user, groups }: AccessSubject): string {
  return createHash('sha256')
    .update(JSON.stringify([user, groups]))
    .digest('base64url');
}
