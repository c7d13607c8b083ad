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

import {
  INITIATOR_ANNOTATION,
  KUBERNETES_ID_LABEL,
  OWNER_ANNOTATION,
  type KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import type { AppOwners } from './AppOwners';
import { isRecord } from './isRecord';

/**
 * Entity refs of whom an object belongs to, by the first that says so: its annotation `slipway.dev/owner`; whom its
 * namespace is for; the owner of the app that its label names; who applied it last through Slipway. Empty: nobody.
 *
 * The namespace counts more than the app: an app is what somebody registered, and names its owner itself.
 */
export function ownersOf(
  object: KubernetesObject,
  namespaceOwner: string | undefined,
  apps: AppOwners,
): string[] {
  const { annotations = {} } = object.metadata;
  const owner = annotations[OWNER_ANNOTATION] ?? namespaceOwner;
  if (owner) {
    return [owner];
  }
  const ofApp = apps.of(appIdsOf(object));
  const initiator = annotations[INITIATOR_ANNOTATION];
  return ofApp.length === 0 && initiator ? [initiator] : ofApp;
}

/** Entity refs of who owns the apps that a manifest wants to belong to. */
export function claimedOwnersOf(
  manifest: KubernetesObject,
  apps: AppOwners,
): string[] {
  return apps.of(appIdsOf(manifest));
}

/** Of the object and of its pods: `backstage.io/kubernetes-id` is what chooses an app's objects. */
function appIdsOf({ metadata, spec }: KubernetesObject): Set<string> {
  const ids = new Set<string>();
  const add = (labels: unknown) => {
    const id = isRecord(labels) ? labels[KUBERNETES_ID_LABEL] : undefined;
    if (typeof id === 'string') {
      ids.add(id);
    }
  };
  add(metadata.labels);
  for (const template of templatesOf(spec)) {
    add(isRecord(template.metadata) ? template.metadata.labels : undefined);
  }
  return ids;
}

/** Templates of pods and jobs, wherever they stand. */
function templatesOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) {
    return value.flatMap(templatesOf);
  }
  return isRecord(value)
    ? [value, ...Object.values(value).flatMap(templatesOf)]
    : [];
}
