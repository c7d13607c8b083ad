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
export const KubernetesNamespacePickerFieldSchema = makeFieldSchema({
  output: z => z.string().describe('Name of the namespace'),
  uiOptions: z =>
    z.object({
      clustersField: z
        .string()
        .optional()
        .describe(
          'The form field that holds the clusters: the value of a FleetClusterPicker, or names',
        ),
      clusters: z
        .array(z.string())
        .optional()
        .describe('Names of the clusters, where there is no choice'),
      allowNew: z
        .boolean()
        .optional()
        .describe('Whether a namespace may be named that is not there yet'),
      pattern: z
        .string()
        .optional()
        .describe(
          'Regular expression that the name of a new namespace matches',
        ),
      patternHint: z
        .string()
        .optional()
        .describe('Says in a sentence what the pattern asks for'),
      suggestFrom: z
        .string()
        .optional()
        .describe(
          'The form field whose entity ref names the namespace that is proposed',
        ),
      apiVersion: z
        .string()
        .optional()
        .describe('Of what will be applied there; apps/v1 if missing'),
      kind: z
        .string()
        .optional()
        .describe('Of what will be applied there; Deployment if missing'),
    }),
});

/** Props of the field. */
export type KubernetesNamespacePickerProps =
  typeof KubernetesNamespacePickerFieldSchema.TProps;

/** What a template says under `ui:options`. */
export type KubernetesNamespacePickerOptions = NonNullable<
  KubernetesNamespacePickerProps['uiSchema']['ui:options']
>;
