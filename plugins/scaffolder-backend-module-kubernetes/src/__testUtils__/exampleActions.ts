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

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';

const FILES = {
  'deploy/settings.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: feed-settings\n---\n# empty\n',
  'deploy/overlays/online/kustomization.yaml': [
    'configMapGenerator: [{name: feed-overlay, literals: [level=warn]}]',
    'generatorOptions: {disableNameSuffixHash: true}',
  ].join('\n'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/templates/settings.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: feed-chart\ndata:\n  replicas: "{{ .Values.replicas }}"\n',
  'values/online.yaml': 'replicas: 2\n',
};

/** What an example takes for granted: files of the workspace, and that something fails. */
export const exampleActions = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'examples',
  register(env) {
    env.registerInit({
      deps: { scaffolder: scaffolderActionsExtensionPoint },
      async init({ scaffolder }) {
        scaffolder.addActions(
          createTemplateAction({
            id: 'test:files',
            async handler({ workspacePath }) {
              for (const [path, text] of Object.entries(FILES)) {
                const file = join(workspacePath, path);
                await mkdir(dirname(file), { recursive: true });
                await writeFile(file, text);
              }
            },
          }),
          createTemplateAction({
            id: 'test:fail',
            async handler() {
              throw new Error('It fails.');
            },
          }),
        );
      },
    });
  },
});
