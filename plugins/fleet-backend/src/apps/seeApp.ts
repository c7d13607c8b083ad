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
  AppPlace,
  AppSelector,
} from '@slipway/backstage-plugin-fleet-node';
import { LIST_PODS, listOf, type ClusterRights, type Right } from '../reviews';

/** Why somebody may not see something. */
export interface Denial {
  reason: string;
  /** Epoch milliseconds. */
  since: number;
}

/** What somebody may see of an app in one cluster: what this selector chooses, or nothing. */
export type AppSight =
  | { selector: AppSelector; denial?: undefined }
  | { selector?: undefined; denial: Denial };

/** Whether an app's entity leaves the cluster in. */
export function isChosen({ clusters }: AppSelector, cluster: string): boolean {
  return clusters.length === 0 || clusters.includes(cluster);
}

/** To see how an app is one must be allowed to list its pods, and every other kind of its objects. */
export function statusNeeds({ resources }: AppPlace): Right[] {
  return [LIST_PODS, ...resources.map(listOf)];
}

/**
 * Narrows an app to the namespaces in which somebody may see it. All of its kinds must be visible there: half of an app
 * would look like a fault of it.
 *
 * Entities are written by anybody, so the answer never tells where hidden objects are: a namespace is named only where
 * the entity names it, or where the viewer may list its pods anyway; and where there is nothing it is the same as where
 * all is hidden.
 *
 * @param needs - what one must be allowed in a namespace; the first of it says by what all namespaces are judged
 */
export function seeApp(options: {
  rights: ClusterRights;
  selector: AppSelector;
  places: () => AppPlace[];
  needs?: (place: AppPlace) => Right[];
}): AppSight {
  const { rights, selector, needs = statusNeeds } = options;
  if (rights.unrestricted) {
    return { selector };
  }
  const named = selector.namespaces.length > 0;
  const places = named
    ? withNamed(options.places(), selector.namespaces)
    : options.places();
  const [first] = needs({ namespace: '', resources: [] });
  const everywhere = rights.check(first);
  const namespaces: string[] = [];
  let told: Denial | undefined;
  for (const place of places) {
    const denial = findDenial(rights, place, needs(place));
    if (!denial) {
      namespaces.push(place.namespace);
    } else if (named || denial.right !== first) {
      told ??= denial;
    }
  }
  if (namespaces.length > 0) {
    return { selector: { ...selector, namespaces: namespaces.sort() } };
  }
  if (told) {
    return { denial: { reason: told.reason, since: told.since } };
  }
  // Here it has no object at all, and the viewer may know that.
  return everywhere.allowed ? { selector } : { denial: everywhere };
}

function findDenial(
  rights: ClusterRights,
  { namespace }: AppPlace,
  needs: Right[],
): (Denial & { right: Right }) | undefined {
  for (const right of needs) {
    const verdict = rights.check(right, { namespace });
    if (!verdict.allowed) {
      const { reason, since } = verdict;
      return { reason, since, right };
    }
  }
  return undefined;
}

/** Namespaces that the entity names are judged whether the app is there or not. */
function withNamed(places: AppPlace[], namespaces: string[]): AppPlace[] {
  const known = new Map(places.map(place => [place.namespace, place]));
  return namespaces.map(
    namespace => known.get(namespace) ?? { namespace, resources: [] },
  );
}
