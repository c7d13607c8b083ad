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

import type { z as Zod } from 'zod/v3';

/** Which clusters: names, or location and group. */
export function clustersSchema(z: typeof Zod) {
  return z
    .object({
      names: z.array(z.string()).min(1).max(100).optional(),
      location: z.string().optional(),
      group: z.string().optional(),
    })
    .describe(
      'Names of clusters, or in their place a location, a group or both; see list-clusters',
    );
}

/** Which objects, by name. */
export function objectsSchema(z: typeof Zod) {
  return z
    .array(
      z.object({
        apiVersion: z.string().describe('For example apps/v1'),
        kind: z.string().describe('For example Deployment'),
        namespace: z.string().optional(),
        name: z.string(),
      }),
    )
    .min(1)
    .max(200);
}
