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

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'feed-embedder',
};

export const examples: TemplateExample[] = [
  {
    description: 'Wait until a Deployment is ready in two clusters',
    example: stringify({
      steps: [
        {
          id: 'wait',
          name: 'Wait until it is ready',
          action: 'kubernetes:wait',
          input: {
            clusters: ['beijing', 'shanghai'],
            namespace: 'feed',
            objects: [deployment],
            timeoutSeconds: 600,
          },
        },
      ],
    }),
  },
  {
    description: 'Wait until an object has a condition',
    example: stringify({
      steps: [
        {
          id: 'wait',
          name: 'Wait until the job is complete',
          action: 'kubernetes:wait',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            objects: [
              { apiVersion: 'batch/v1', kind: 'Job', name: 'migrate-feed' },
            ],
            condition: { type: 'Complete', status: 'True' },
          },
        },
      ],
    }),
  },
  {
    description: 'Wait until what was deleted is gone',
    example: stringify({
      steps: [
        {
          id: 'wait',
          name: 'Wait until it is gone',
          action: 'kubernetes:wait',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            objects: [deployment],
            until: 'deleted',
          },
        },
      ],
    }),
  },
  {
    description:
      'Delete what does not become ready: the step that waits fails, and so the next one runs',
    example: stringify({
      steps: [
        {
          id: 'wait',
          name: 'Wait until it is ready',
          action: 'kubernetes:wait',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            objects: [deployment],
            timeoutSeconds: 120,
          },
        },
        {
          id: 'undo',
          name: 'Delete it',
          if: '${{ failure() }}',
          action: 'kubernetes:delete',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            objects: [deployment],
          },
        },
      ],
    }),
  },
];
