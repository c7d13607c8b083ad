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

import type { ClusterSelection } from './change';

/**
 * A namespace for a team, with what keeps it in bounds. Done twice it changes nothing the second time.
 *
 * @public
 */
export interface CreateNamespaceRequest {
  clusters: ClusterSelection;
  name: string;
  /** Entity ref of the group that the namespace is for: written on it, and bound to `roles`. */
  owner: string;
  labels?: Record<string, string>;
  /** `spec.hard` of a ResourceQuota, for example `requests.cpu: "20"`; none unless told. */
  quota?: Record<string, string>;
  /** Of a LimitRange for containers, for example `default: { memory: 512Mi }`; none unless told. */
  limits?: {
    default?: Record<string, string>;
    defaultRequest?: Record<string, string>;
    min?: Record<string, string>;
    max?: Record<string, string>;
  };
  /** Deny all traffic but DNS, and that within the namespace. Default: true. */
  defaultDeny?: boolean;
  /** ClusterRoles that the owner gets in the namespace; config allows which. Default: `edit`; none with `[]`. */
  roles?: string[];
  /**
   * What to do where a namespace of that name exists and belongs to somebody else, or to nobody: `refuse` (default), or
   * `keep` it as it is. With `keep` and nothing else asked for, one of the same owner stays as it is too, and nobody needs
   * the permission to create it.
   */
  existing?: 'refuse' | 'keep';
  dryRun?: boolean;
  force?: boolean;
  reason?: string;
}

/** @public */
export interface NamespaceQuery {
  /** Names of clusters. */
  clusters: string[];
  /** What shall be applied there, to say where that is allowed. Default: Deployment of apps/v1. */
  apiVersion?: string;
  kind?: string;
}

/** @public */
export interface NamespaceInCluster {
  name: string;
  /** Entity ref of the group that it is for, where that is known. */
  owner?: string;
  /** Whether the caller's groups own it. */
  owned: boolean;
  /** Whether the caller may apply what was asked for here. */
  writable: boolean;
}

/** @public */
export interface ClusterNamespaces {
  cluster: string;
  /** Why there is no list, as a plain sentence. */
  message?: string;
  /** Whether the caller may create namespaces here. */
  canCreate: boolean;
  /** Those that the caller may apply to or owns, by name. */
  namespaces: NamespaceInCluster[];
}
