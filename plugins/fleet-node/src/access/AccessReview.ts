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

/**
 * Whom a cluster knows a person by.
 *
 * @public
 */
export interface AccessSubject {
  user: string;
  groups: string[];
}

/**
 * A resource as RBAC names it.
 *
 * @public
 */
export interface AccessResource {
  /** Empty for the core group. */
  group: string;
  /** Plural, such as `pods`. */
  resource: string;
  /** Such as `log`. */
  subresource?: string;
}

/**
 * What somebody wants to do, in the words of RBAC.
 *
 * @public
 */
export interface AccessAttributes extends AccessResource {
  /** Such as `list`. */
  verb: string;
  /** None: in all namespaces. */
  namespace?: string;
  /** None: whatever its name. */
  name?: string;
}

/**
 * What the cluster's own authorizers say.
 *
 * @public
 */
export type AccessAnswer =
  | { answered: true; allowed: boolean }
  | {
      answered: false;
      /** A plain sentence without its full stop, to stand after the cluster's name. */
      reason: string;
    };

/**
 * By whom a user's reading of a cluster is decided: Backstage's permission rules alone, or the cluster's own RBAC too.
 *
 * @public
 */
export interface ClusterAccess {
  authorization: 'permissions' | 'subject-access-review';
  /** Entity ref of who runs the cluster. */
  owner?: string;
}

/**
 * A namespace in which an app has objects.
 *
 * @public
 */
export interface AppPlace {
  namespace: string;
  /** Of which resources it has objects there. */
  resources: AccessResource[];
}
