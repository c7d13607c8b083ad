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
  ClusterSelection,
  KubernetesObject,
  ManifestSource,
} from '@slipway/backstage-plugin-fleet-common';
import type { RenderedStep } from './renderSteps';

/** Steps that differ only in their clusters are asked for together: a step with `each` makes one for every cluster. */
export function joinClusters(steps: RenderedStep[]): RenderedStep[] {
  const joined = new Map<string, RenderedStep>();
  for (const step of steps) {
    const { clusters, ...rest } = step.input;
    const key = JSON.stringify([step.id, rest]);
    const before = joined.get(key);
    joined.set(
      key,
      before && Array.isArray(clusters)
        ? {
            ...before,
            input: {
              ...before.input,
              clusters: [
                ...new Set([...namesOf(before.input), ...namesOf(step.input)]),
              ],
            },
          }
        : step,
    );
  }
  return [...joined.values()];
}

/** Which clusters a step is for; undefined where the form has chosen none yet. */
export function toSelection(
  input: Record<string, unknown>,
): ClusterSelection | undefined {
  const names = namesOf(input);
  const location = textOf(input.location);
  const group = textOf(input.group);
  if (names.length > 0) {
    return { names };
  }
  return location || group ? { location, group } : undefined;
}

/** Clusters are named alone, or in the items of a FleetClusterPicker's value. */
function namesOf({ clusters }: Record<string, unknown>): string[] {
  return [clusters ?? []].flat().flatMap(item => {
    const name =
      typeof item === 'string'
        ? item
        : (item as { name?: unknown } | null)?.name;
    return textOf(name) ?? [];
  });
}

/** What a step's `manifest` is to the backend. */
export function toSource(manifest: unknown): ManifestSource {
  if (typeof manifest === 'string') {
    return { yaml: manifest };
  }
  // What is no manifest is said by the backend, in the plan's problems.
  return { manifests: [manifest].flat() as KubernetesObject[] };
}

/** A text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
