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

import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

/** What a template may say and what it gets. */
export const ManifestPreviewFieldSchema = makeFieldSchema({
  output: z =>
    z.object({
      takeOver: z
        .boolean()
        .optional()
        .describe('Whether fields that others own are taken over'),
      verdict: z
        .enum(['accepted', 'refused', 'unknown'])
        .optional()
        .describe('What the clusters said to the plan'),
    }),
  uiOptions: z =>
    z.object({
      steps: z
        .array(z.string())
        .optional()
        .describe(
          'Ids of the steps to show; all that change clusters if missing',
        ),
      takeOver: z
        .boolean()
        .optional()
        .describe(
          'Whether people may take over fields of others; give the field’s takeOver to the step as force',
        ),
      beside: z
        .boolean()
        .optional()
        .describe('Stands beside the field before it where there is room'),
      template: z
        .string()
        .optional()
        .describe(
          'Entity ref of the template; the one that is being run if missing',
        ),
    }),
});

/** Props of the field. */
export type ManifestPreviewProps = typeof ManifestPreviewFieldSchema.TProps;

/** What the field gives to the template. */
export type ManifestPreviewValue = typeof ManifestPreviewFieldSchema.TOutput;
