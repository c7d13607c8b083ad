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
    description: 'Create a namespace for a group in two clusters',
    example: stringify({
      steps: [
        {
          id: 'namespace',
          name: 'Create the namespace',
          action: 'kubernetes:create-namespace',
          input: {
            clusters: ['beijing', 'shanghai'],
            name: 'feed',
            owner: 'group:default/recommendation',
          },
        },
      ],
    }),
  },
  {
    description:
      'Create a namespace with a quota and limits in every cluster of a group',
    example: stringify({
      steps: [
        {
          id: 'namespace',
          name: 'Create the namespace',
          action: 'kubernetes:create-namespace',
          input: {
            group: 'online',
            name: 'feed',
            owner: 'group:default/recommendation',
            labels: { 'cost-centre': '4711' },
            quota: { 'requests.cpu': '20', 'requests.memory': '64Gi' },
            limits: {
              default: { memory: '512Mi' },
              defaultRequest: { cpu: '100m', memory: '128Mi' },
            },
            roles: ['view'],
            existing: 'keep',
          },
        },
      ],
    }),
  },
  {
    description: 'Delete what is in a namespace again when a later step failed',
    example: stringify({
      steps: [
        {
          id: 'namespace',
          name: 'Create the namespace',
          action: 'kubernetes:create-namespace',
          input: {
            clusters: ['beijing'],
            name: 'feed',
            owner: 'group:default/recommendation',
          },
        },
        {
          id: 'undo',
          name: 'Delete the settings',
          if: '${{ failure() }}',
          action: 'kubernetes:delete',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            objects: [
              { apiVersion: 'v1', kind: 'ConfigMap', name: 'feed-settings' },
            ],
          },
        },
      ],
    }),
  },
];
