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

import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Delete objects by name from two clusters',
    example: stringify({
      steps: [
        {
          id: 'delete',
          name: 'Delete the settings',
          action: 'kubernetes:delete',
          input: {
            clusters: ['beijing', 'shanghai'],
            namespace: 'feed',
            objects: [
              { apiVersion: 'v1', kind: 'ConfigMap', name: 'feed-settings' },
            ],
          },
        },
      ],
    }),
  },
  {
    description: 'Delete what a file of the workspace holds',
    example: stringify({
      steps: [
        {
          id: 'delete',
          name: 'Delete what was applied',
          action: 'kubernetes:delete',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            manifestPath: 'deploy/settings.yaml',
            propagationPolicy: 'Foreground',
            reason: 'Moved to another namespace',
          },
        },
      ],
    }),
  },
  {
    description: 'Undo an apply when a later step has failed',
    example: stringify({
      steps: [
        {
          id: 'apply',
          name: 'Apply settings',
          action: 'kubernetes:apply',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            existing: 'refuse',
            manifest: {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: 'feed-settings' },
            },
          },
        },
        {
          id: 'undo-apply',
          name: 'Delete what was applied',
          if: '${{ failure() and steps.apply.output.refs }}',
          action: 'kubernetes:delete',
          input: {
            clusters: ['beijing'],
            objects: '${{ steps.apply.output.refs }}',
          },
        },
      ],
    }),
  },
];
