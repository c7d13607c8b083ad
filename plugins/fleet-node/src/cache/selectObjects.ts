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

import { KUBERNETES_ID_LABEL } from '@slipway/backstage-plugin-fleet-common';
import type { KindName, ProjectedObject } from '../projection';
import { matchesSelector, type LabelRequirement } from '../selector';
import type { ClusterCache } from './ClusterCache';

/** An object that is held whole. */
export type WholeProjection = ProjectedObject & { whole: Uint8Array };

/** Which objects of a kind, as in a list request to an API server. */
export interface ObjectChoice {
  labels: LabelRequirement[];
  /** Undefined: all namespaces. */
  namespace?: string;
}

/** Whole objects of one kind. */
export interface SelectedObjects {
  objects: WholeProjection[];
  /** In which they are. */
  namespaces: string[];
}

/**
 * The chosen whole objects, by namespace and name as an API server lists them.
 *
 * @returns undefined when one of them is not held
 */
export function selectObjects(
  cache: ClusterCache,
  kind: KindName,
  choice: ObjectChoice,
): SelectedObjects | undefined {
  const { labels, namespace } = choice;
  const selector = {
    labels,
    namespaces: namespace ? [namespace] : [],
    clusters: [],
    description: '',
  };
  const chosen: WholeProjection[] = [];
  for (const object of candidates(cache, kind, choice)) {
    if (matchesSelector(selector, object)) {
      if (!isWhole(object)) {
        return undefined;
      }
      chosen.push(object);
    }
  }
  chosen.sort(byNamespaceAndName);
  return {
    objects: chosen,
    namespaces: [...new Set(chosen.map(object => object.namespace))],
  };
}

function isWhole(object: ProjectedObject): object is WholeProjection {
  return object.whole !== undefined;
}

/** No more objects than an index can narrow it down to. */
function candidates(
  cache: ClusterCache,
  kind: KindName,
  { labels, namespace }: ObjectChoice,
): Iterable<ProjectedObject> {
  const store = cache.stores[kind];
  const app = labels.find(
    ({ key, operator, values }) =>
      key === KUBERNETES_ID_LABEL && operator === 'in' && values.length === 1,
  );
  if (app) {
    return store.by('app', app.values[0]);
  }
  return namespace ? store.by('namespace', namespace) : store.values();
}

function byNamespaceAndName(one: ProjectedObject, other: ProjectedObject) {
  return (
    compare(one.namespace, other.namespace) || compare(one.name, other.name)
  );
}

function compare(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  return one < other ? -1 : 1;
}
