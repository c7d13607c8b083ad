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

const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'feed-settings' },
  data: { greeting: 'hello' },
};

const newSettings = {
  clusters: ['beijing', 'shanghai'],
  namespace: 'feed',
  owner: 'group:default/recommendation',
  manifest: configMap,
};

export const examples: TemplateExample[] = [
  {
    description: 'Apply an object to two clusters by name',
    example: stringify({
      steps: [
        {
          id: 'apply',
          name: 'Apply settings',
          action: 'kubernetes:apply',
          input: {
            clusters: ['beijing', 'shanghai'],
            namespace: 'feed',
            manifest: configMap,
          },
        },
      ],
    }),
  },
  {
    description: 'Apply YAML to every cluster of a location and group',
    example: stringify({
      steps: [
        {
          id: 'apply',
          name: 'Apply settings',
          action: 'kubernetes:apply',
          input: {
            location: 'beijing',
            group: 'online',
            namespace: 'feed',
            manifest: stringify(configMap),
          },
        },
      ],
    }),
  },
  {
    description:
      'Apply a file of the workspace, taking over fields that another manager owns',
    example: stringify({
      steps: [
        {
          id: 'apply',
          name: 'Apply manifests',
          action: 'kubernetes:apply',
          input: {
            clusters: ['aliyun'],
            namespace: 'feed',
            manifestPath: 'deploy/settings.yaml',
            force: true,
            reason: 'Move settings under Slipway',
          },
        },
      ],
    }),
  },
  {
    description:
      'Apply a new object to two clusters, and delete it from both unless it came into both',
    example: stringify({
      steps: [
        {
          id: 'check',
          name: 'Look whether it is new',
          action: 'kubernetes:apply',
          input: { ...newSettings, existing: 'refuse', dryRun: true },
        },
        {
          id: 'apply',
          name: 'Apply settings',
          action: 'kubernetes:apply',
          input: newSettings,
        },
        {
          id: 'undo-apply',
          name: 'Delete what was applied',
          if: '${{ failure() and steps.check.output.refs }}',
          action: 'kubernetes:delete',
          input: {
            clusters: newSettings.clusters,
            objects: '${{ steps.check.output.refs }}',
          },
        },
      ],
    }),
  },
];
