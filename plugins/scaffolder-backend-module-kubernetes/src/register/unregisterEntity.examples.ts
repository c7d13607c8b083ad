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
    description:
      'Take an app out of the catalog again when a later step has failed',
    example: stringify({
      steps: [
        {
          id: 'register',
          name: 'Register the app',
          action: 'slipway:register-entity',
          input: {
            entity: {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: { name: 'feed-embedder' },
              spec: {
                type: 'service',
                lifecycle: 'production',
                owner: 'group:default/recommendation',
              },
            },
          },
        },
        {
          id: 'undo-register',
          name: 'Take it out of the catalog',
          if: '${{ failure() and steps.register.output.entityRef }}',
          action: 'slipway:unregister-entity',
          input: { entityRef: '${{ steps.register.output.entityRef }}' },
        },
      ],
    }),
  },
];
