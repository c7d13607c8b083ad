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

import { InputError } from '@backstage/errors';
import type { ClusterSelection } from '@slipway/backstage-plugin-fleet-common';
import type { z as Zod } from 'zod/v3';

/** The input with which every action says which clusters. */
export const clusterFields = {
  clusters: (z: typeof Zod) =>
    z
      .array(
        z.union([z.string(), z.object({ name: z.string() }).passthrough()]),
      )
      .min(1)
      .optional()
      .describe(
        'Names of the clusters, or objects with a name such as FleetClusterPicker gives',
      ),
  location: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe('All clusters of this location, in place of names'),
  group: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe('All clusters of this group, in place of names'),
};

/** @throws InputError unless it is by name, or else by location and group */
export function toSelection(input: {
  clusters?: Array<string | { name: string }>;
  location?: string;
  group?: string;
}): ClusterSelection {
  const { clusters, location, group } = input;
  const byLabel = location !== undefined || group !== undefined;
  if ((clusters === undefined) !== byLabel) {
    throw new InputError(
      'Choose clusters either by name, or by location and group.',
    );
  }
  return clusters
    ? {
        names: clusters.map(cluster =>
          typeof cluster === 'string' ? cluster : cluster.name,
        ),
      }
    : { location, group };
}

/** What a selection says, in words for a log. */
export function describeSelection(selection: ClusterSelection): string {
  if ('names' in selection) {
    return selection.names.join(', ');
  }
  const { location, group } = selection;
  return [location && `location ${location}`, group && `group ${group}`]
    .filter(Boolean)
    .join(', ');
}
