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
 * Which object: what is written to find it again, in a change and in a result.
 *
 * @public
 */
export interface ObjectRef {
  apiVersion: string;
  kind: string;
  /** Missing where the request's `namespace` holds, or the kind has none. */
  namespace?: string;
  name: string;
}

/**
 * Which clusters a change is for: by name, or all that match location and group.
 *
 * @public
 */
export type ClusterSelection =
  | { names: string[] }
  | { location?: string; group?: string };

/**
 * Objects as they come from people: either `manifests` or `yaml`, not both.
 *
 * @public
 */
export interface ManifestSource {
  /** At most 200, of at most 1 MiB together. */
  manifests?: KubernetesObject[];
  /** YAML or JSON with one or more documents, `List` kinds too; the backend reads it, so that its limits hold. */
  yaml?: string;
}

/** @public */
export interface ApplyRequest extends ManifestSource {
  clusters: ClusterSelection;
  /** Goes with every object without a namespace of its own whose kind has one. */
  namespace?: string;
  /** Ask the API servers for the plan and change nothing. */
  dryRun?: boolean;
  /** Take over fields that another field manager owns. */
  force?: boolean;
  /** Entity ref of the group or user that the objects belong to: written on them, and others may not take them over. */
  owner?: string;
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
export interface ObjectResult extends ObjectRef {
  /**
   * `unchanged`, `created` and `changed` are answers to an apply, `deleted` and `gone` (it was not there) to a delete;
   * the others to both.
   */
  outcome:
    | 'created'
    | 'changed'
    | 'unchanged'
    | 'deleted'
    | 'gone'
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
  /** `applied` and `deleted` only when all of it is done. */
  outcome: 'applied' | 'deleted' | 'failed' | 'not-tried';
  message?: string;
  objects: ObjectResult[];
  /** How to undo what was done here, one plain sentence an object, the last first; empty where nothing was changed. */
  undo?: string[];
  /** Who acted, to the cluster: the caller by impersonation, or Slipway's service account in the caller's name. */
  actedAs?: 'user' | 'service-account';
}

/** @public */
export interface ApplyResult {
  dryRun: boolean;
  clusters: ClusterResult[];
}

/**
 * Something that keeps manifests from being applied, found before a cluster was asked.
 *
 * @public
 */
export interface ManifestProblem {
  /** Which manifest, from 0; missing where it is all of them, such as YAML that cannot be read. */
  index?: number;
  /** A plain sentence that names the manifest. */
  message: string;
}

/** @public */
export interface PlanRequest extends ManifestSource {
  clusters: ClusterSelection;
  namespace?: string;
  force?: boolean;
  owner?: string;
}

/**
 * What an apply would do. With problems no cluster was asked.
 *
 * @public
 */
export interface PlanResult {
  /** The objects that were read, in order. */
  objects: ObjectRef[];
  problems: ManifestProblem[];
  clusters: ClusterResult[];
}

/**
 * What becomes of an object's dependents, such as a Deployment's pods.
 *
 * @public
 */
export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

/**
 * What to delete: either `objects`, or the manifests that they were applied from.
 *
 * @public
 */
export interface DeleteRequest extends ManifestSource {
  clusters: ClusterSelection;
  objects?: ObjectRef[];
  namespace?: string;
  /** Ask the API servers whether it would be deleted and change nothing. */
  dryRun?: boolean;
  /** Default: `Background`. */
  propagationPolicy?: PropagationPolicy;
  reason?: string;
}

/** @public */
export interface DeleteResult {
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
 * The topic of the event that says that a registered entity is new, changed or gone.
 *
 * @public
 */
export const REGISTERED_ENTITIES_TOPIC = 'slipway.fleet.catalog-entities';
