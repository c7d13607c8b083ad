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
 * A Kubernetes object as it is sent to an API server.
 *
 * @public
 */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/**
 * Which clusters a change is for: by name, or all that match location and group.
 *
 * @public
 */
export type ClusterSelection =
  | { names: string[] }
  | { location?: string; group?: string };

/** @public */
export interface ApplyRequest {
  clusters: ClusterSelection;
  manifests: KubernetesObject[];
  /** Goes with every object without a namespace of its own whose kind has one. */
  namespace?: string;
  /** Ask the API servers for the plan and change nothing. */
  dryRun?: boolean;
  /** Take over fields that another field manager owns. */
  force?: boolean;
  /** Why: written to the audit log. */
  reason?: string;
}

/** @public */
export interface FieldChange {
  /** JSON path, for example `spec.template.spec.containers[0].image`. */
  path: string;
  from?: unknown;
  to?: unknown;
}

/** @public */
export interface FieldConflict {
  path: string;
  manager: string;
}

/** @public */
export interface ObjectResult {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  /** `=` is `unchanged`, `+` is `created`, `~` is `changed`. */
  outcome:
    | 'created'
    | 'changed'
    | 'unchanged'
    | 'conflict'
    | 'failed'
    | 'not-tried';
  changes: FieldChange[];
  conflicts: FieldConflict[];
  /** What happened, as a plain sentence; for `failed` and `conflict`. */
  message?: string;
}

/** @public */
export interface ClusterResult {
  cluster: string;
  outcome: 'applied' | 'failed' | 'not-tried';
  message?: string;
  objects: ObjectResult[];
}

/** @public */
export interface ApplyResult {
  dryRun: boolean;
  clusters: ClusterResult[];
}

/** @public */
export interface CatalogEntityRequest {
  entity: Record<string, unknown>;
}

/**
 * An entity that was put into the catalog through Slipway.
 *
 * @public
 */
export interface RegisteredEntity {
  entityRef: string;
  entity: Record<string, unknown>;
  /** Entity ref of who registered it. */
  createdBy: string;
  /** ISO 8601. */
  createdAt: string;
}

/**
 * The topic of the event that says that a registered entity is new or changed.
 *
 * @public
 */
export const REGISTERED_ENTITIES_TOPIC = 'slipway.fleet.catalog-entities';
