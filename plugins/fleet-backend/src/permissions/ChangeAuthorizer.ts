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
  AuthService,
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  kubernetesApplyPermission,
  kubernetesDeletePermission,
  kubernetesNamespaceCreatePermission,
  kubernetesTakeOverPermission,
} from '@slipway/backstage-plugin-fleet-common';
import { allowsSomethingIn } from './allowsSomethingIn';
import type { FleetClusterResource } from './clusterResource';
import {
  kubernetesObjectResourceRef,
  type KubernetesObjectResource,
} from './objectResource';

/** What can be done to an object. */
export type ObjectAction =
  | 'apply'
  | 'delete'
  | 'take-over'
  | 'create-namespace';

const PERMISSIONS = {
  apply: kubernetesApplyPermission,
  delete: kubernetesDeletePermission,
  'take-over': kubernetesTakeOverPermission,
  'create-namespace': kubernetesNamespaceCreatePermission,
};

/** What one caller may change, as the permission policy decided a moment ago. Asking it costs no I/O. */
export interface Changer {
  /** Entity refs that the caller owns things by. */
  claims: ReadonlySet<string>;
  may(action: ObjectAction, object: KubernetesObjectResource): boolean;
  /** Whether there can be objects in the cluster that the caller may do this to. */
  mayIn(action: ObjectAction, cluster: FleetClusterResource): boolean;
}

export interface ChangeAuthorizerOptions {
  auth: AuthService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  userInfo: UserInfoService;
}

/** Asks the permission policy about changes, anew each time, and applies its conditions object by object. */
export class ChangeAuthorizer {
  readonly #options: ChangeAuthorizerOptions;
  readonly #matches: (
    decision: PolicyDecision,
    object: KubernetesObjectResource | undefined,
  ) => boolean;

  /** The resource types must be registered before this is called. */
  static create(options: ChangeAuthorizerOptions): ChangeAuthorizer {
    return new ChangeAuthorizer(options);
  }

  private constructor(options: ChangeAuthorizerOptions) {
    this.#options = options;
    this.#matches = createConditionAuthorizer<KubernetesObjectResource>(
      options.permissionsRegistry.getPermissionRuleset(
        kubernetesObjectResourceRef,
      ),
    );
  }

  /** One call to the permission backend decides for all objects of all clusters. */
  async decide(credentials: BackstageCredentials): Promise<Changer> {
    const actions = Object.keys(PERMISSIONS) as ObjectAction[];
    const [answers, claims] = await Promise.all([
      this.#options.permissions.authorizeConditional(
        actions.map(action => ({ permission: PERMISSIONS[action] })),
        { credentials },
      ),
      this.getClaims(credentials),
    ]);
    const decisions = new Map(
      actions.map((action, index) => [action, answers[index]]),
    );
    return {
      claims,
      may: (action, object) => this.#matches(decisions.get(action)!, object),
      mayIn: (action, cluster) =>
        allowsSomethingIn(decisions.get(action)!, cluster),
    };
  }

  /** Entity refs that the caller owns things by; none for a service. */
  async getClaims(
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string>> {
    const { auth, userInfo } = this.#options;
    if (!auth.isPrincipal(credentials, 'user')) {
      return new Set();
    }
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
      credentials,
    );
    return new Set([userEntityRef, ...ownershipEntityRefs]);
  }

  async isAllowed(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<boolean> {
    const [{ result }] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }
}
