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

/** The output of every action that changes clusters. */
export const resultFields = {
  clusters: (z: typeof Zod) =>
    z
      .array(
        z.object({
          cluster: z.string(),
          outcome: z.enum(['applied', 'deleted', 'failed', 'not-tried']),
          summary: z.string(),
          undo: z.array(z.string()),
        }),
      )
      .describe('What happened in each cluster, and how to undo it'),
  objects: (z: typeof Zod) =>
    z
      .array(
        z.object({
          cluster: z.string(),
          apiVersion: z.string(),
          kind: z.string(),
          namespace: z.string().optional(),
          name: z.string(),
          outcome: z.string(),
        }),
      )
      .describe('Every object in every cluster'),
  refs: (z: typeof Zod) =>
    z
      .array(
        z.object({
          apiVersion: z.string(),
          kind: z.string(),
          namespace: z.string().optional(),
          name: z.string(),
        }),
      )
      .describe('Every object once, for kubernetes:wait and kubernetes:delete'),
  links: (z: typeof Zod) =>
    z
      .array(z.object({ title: z.string(), url: z.string() }))
      .describe('The page of each cluster'),
  summary: (z: typeof Zod) =>
    z.string().describe('One sentence for each cluster'),
};
