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
    description: 'Render a Kustomize overlay, and apply what came of it',
    example: stringify({
      steps: [
        {
          id: 'render',
          name: 'Render the overlay',
          action: 'kubernetes:render',
          input: {
            path: 'deploy/overlays/online',
            outputPath: 'rendered.yaml',
          },
        },
        {
          id: 'apply',
          name: 'Apply it',
          action: 'kubernetes:apply',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            manifestPath: '${{ steps.render.output.manifestPath }}',
          },
        },
      ],
    }),
  },
  {
    description: 'Render a Helm chart with values from a file and from a form',
    example: stringify({
      steps: [
        {
          id: 'render',
          name: 'Render the chart',
          action: 'kubernetes:render',
          input: {
            path: 'chart',
            releaseName: 'feed-embedder',
            namespace: 'feed',
            valuesFiles: ['values/online.yaml'],
            values: { replicas: 3 },
          },
        },
        {
          id: 'apply',
          name: 'Apply it',
          action: 'kubernetes:apply',
          input: {
            clusters: ['beijing'],
            namespace: 'feed',
            manifest: '${{ steps.render.output.manifests }}',
          },
        },
      ],
    }),
  },
];
