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
export const FleetClusterPickerFieldSchema = makeFieldSchema({
  output: z =>
    z.object({
      clusters: z
        .array(
          z.object({
            name: z.string().describe('Name of the cluster in the fleet'),
            instances: z
              .number()
              .int()
              .min(1)
              .describe('How many instances run there'),
          }),
        )
        .describe('Where the app runs'),
    }),
  uiOptions: z => {
    const size = z.object({
      cpu: z.number().describe('Cores'),
      memory: z.number().describe('Bytes'),
      gpu: z.number().describe('GPUs'),
    });
    return z.object({
      sizes: z
        .record(size)
        .optional()
        .describe('What one instance asks for, by the name of the size'),
      sizeField: z
        .string()
        .optional()
        .describe('The form field that holds the name of the chosen size'),
      size: size
        .optional()
        .describe('What one instance asks for, where there is no choice'),
      instances: z
        .boolean()
        .optional()
        .describe(
          'Whether people choose how many instances go into each cluster; true if missing, else it is always 1',
        ),
      nameField: z
        .string()
        .optional()
        .describe('The form field that holds the name of the app'),
    });
  },
});

/** Props of the field. */
export type FleetClusterPickerProps =
  typeof FleetClusterPickerFieldSchema.TProps;

/** Where an app runs, with how many instances. */
export type FleetClusterPickerValue =
  typeof FleetClusterPickerFieldSchema.TOutput;

/** One chosen cluster. */
export type ClusterChoice = FleetClusterPickerValue['clusters'][number];

/** What a template says under `ui:options`. */
export type FleetClusterPickerOptions = NonNullable<
  FleetClusterPickerProps['uiSchema']['ui:options']
>;
