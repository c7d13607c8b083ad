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
  ClusterResult,
  KubernetesObject,
  ObjectRef,
  PropagationPolicy,
} from '@slipway/backstage-plugin-fleet-common';
import type { AccessSubject } from '../access';

/**
 * How to ask a cluster about objects.
 *
 * @public
 */
export interface ObjectOptions {
  /** Goes with objects that name no namespace and whose kind has one. */
  namespace?: string;
  /** Act as this person by impersonation; as Slipway's service account without. */
  subject?: AccessSubject;
  signal?: AbortSignal;
}

/** @public */
export interface ApplyOptions extends ObjectOptions {
  dryRun: boolean;
  /** In a dry run: take objects of a namespace that is not there for created, since something else may make it first. */
  expectNamespaces?: boolean;
  force: boolean;
  /** Entity ref of who asked; written to the object as an annotation. */
  initiator: string;
  /** Entity ref of whom the object belongs to; written to the object as an annotation. */
  owner?: string;
}

/** @public */
export interface DeleteOptions extends ObjectOptions {
  dryRun: boolean;
  propagationPolicy: PropagationPolicy;
}

/**
 * What to delete: with a `uid` only that very object, not another one of the same name.
 *
 * @public
 */
export interface DeleteTarget extends ObjectRef {
  uid?: string;
}

/** @public */
export interface ChangeResult extends ClusterResult {
  /** Whether the cluster gave no answer, in contrast to one that says no. */
  noAnswer?: boolean;
}

/**
 * An object as it is in a cluster now. Without `object` and `problem` there is none.
 *
 * @public
 */
export interface LiveObject extends ObjectRef {
  /** Whether its kind has namespaces; undefined where the cluster does not know the kind. */
  namespaced?: boolean;
  object?: KubernetesObject;
  /** Why it is not known, as a plain sentence. */
  problem?: { message: string; noAnswer: boolean };
}

/** @public */
export type LiveNamespaces =
  | { ok: true; namespaces: KubernetesObject[] }
  | {
      ok: false;
      message: string;
      /** Whether the cluster answered that the person may not list them. */
      forbidden: boolean;
    };

/**
 * Changes to clusters, and the reads that go before them. What a cluster answers is data and never throws.
 *
 * Nothing here asks whether the caller may: **whoever calls it does**.
 *
 * @public
 */
export interface ClusterChanges {
  /** Server-side apply with the field manager `slipway`, in order, until the first that fails. */
  apply(
    cluster: string,
    manifests: KubernetesObject[],
    options: ApplyOptions,
  ): Promise<ChangeResult>;
  /** Deletes in order; what is not there counts as done. */
  deleteObjects(
    cluster: string,
    targets: DeleteTarget[],
    options: DeleteOptions,
  ): Promise<ChangeResult>;
  /** Objects as the API server has them now, one for each ref and in its order. */
  readObjects(
    cluster: string,
    refs: ObjectRef[],
    options: ObjectOptions,
  ): Promise<LiveObject[]>;
  /** All namespaces. */
  readNamespaces(
    cluster: string,
    options: Omit<ObjectOptions, 'namespace'>,
  ): Promise<LiveNamespaces>;
}
