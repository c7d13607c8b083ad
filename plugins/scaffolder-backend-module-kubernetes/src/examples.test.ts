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

import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
  type TemplateExample,
} from '@backstage/plugin-scaffolder-node';
import { parse } from 'yaml';
import { examples as applyExamples } from './apply/kubernetesApply.examples';
import { examples as deleteExamples } from './delete/kubernetesDelete.examples';
import { scaffolderModuleKubernetes } from './module';
import { examples as namespaceExamples } from './namespace/kubernetesNamespace.examples';
import { examples as registerExamples } from './register/registerEntity.examples';
import { examples as unregisterExamples } from './register/unregisterEntity.examples';
import { examples as renderExamples } from './render/kubernetesRender.examples';
import { examples as waitExamples } from './wait/kubernetesWait.examples';
import { FleetAnswers } from './__testUtils__/FleetAnswers';
import { ScaffolderTasks } from './__testUtils__/ScaffolderTasks';

const EXAMPLES = Object.entries({
  apply: applyExamples,
  delete: deleteExamples,
  namespace: namespaceExamples,
  register: registerExamples,
  render: renderExamples,
  unregister: unregisterExamples,
  wait: waitExamples,
}).flatMap(([action, examples]) =>
  examples.map((example, index) => ({
    name: `${action}-${index}`,
    ...toSteps(example),
  })),
);

const SETTINGS =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: feed-settings\n---\n# empty\n';

const FILES = {
  'deploy/settings.yaml': SETTINGS,
  'deploy/overlays/online/kustomization.yaml': 'resources: []',
  'chart/Chart.yaml': 'name: chart',
  'values/online.yaml': '{}',
};

const programs = createMockDirectory();

type Step = { id: string; action: string; if?: string };

function toSteps({ description, example }: TemplateExample) {
  return { description, steps: parse(example).steps as Step[] };
}

/** What an example takes for granted: files of the workspace, and that something fails. */
const scaffold = createBackendModule({
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

function templateOf(name: string, steps: Step[]) {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { name, namespace: 'default' },
    spec: {
      type: 'service',
      steps: [{ id: 'files', action: 'test:files' }, ...steps],
    },
  };
}

/** The example with a step that fails before the first one that runs on failure. */
function withFailure(steps: Step[]): Step[] {
  const undo = steps.findIndex(isUndo);
  return [
    ...steps.slice(0, undo),
    { id: 'fail', action: 'test:fail' },
    ...steps.slice(undo),
  ];
}

function isUndo(step: Step): boolean {
  return step.if?.includes('failure()') ?? false;
}

const UNDOABLE = EXAMPLES.filter(({ steps }) => steps.some(isUndo));

describe('the examples of the actions, run by the scaffolder', () => {
  let tasks: ScaffolderTasks;
  const fleet = new FleetAnswers();

  beforeAll(async () => {
    // Jest runs in a realm of its own, and the template engine takes arrays of fetch's realm for foreign objects.
    jest
      .spyOn(Response.prototype, 'json')
      .mockImplementation(async function parseHere(this: Response) {
        return JSON.parse(await this.text());
      });
    programs.setContent({
      render: `#!/bin/sh\nprintf '%s' '${SETTINGS}'\n`,
    });
    await chmod(programs.resolve('render'), 0o755);
    const entities = [
      ...EXAMPLES.map(({ name, steps }) => templateOf(name, steps)),
      ...UNDOABLE.map(({ name, steps }) =>
        templateOf(`${name}-fails`, withFailure(steps)),
      ),
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'feed-embedder', namespace: 'default' },
      },
    ];
    const { server } = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleKubernetes,
        scaffold,
        fleet.plugin,
        catalogServiceMock.factory({ entities }),
        mockServices.database.factory(),
        mockServices.rootConfig.factory({
          data: {
            slipway: {
              kubernetes: {
                render: {
                  kustomize: programs.resolve('render'),
                  helm: programs.resolve('render'),
                },
              },
            },
          },
        }),
      ],
    });
    tasks = new ScaffolderTasks(server);
  });

  beforeEach(() => {
    fleet.outcome = 'created';
    fleet.deleted.length = 0;
    fleet.unregistered.length = 0;
    fleet.initiators.length = 0;
  });

  it.each(EXAMPLES)('$name: $description', async ({ name, steps }) => {
    const { status, log, error } = await tasks.run(name, {});
    expect([status, error]).toEqual(['completed', undefined]);
    for (const step of steps.filter(isUndo)) {
      expect(log).toContain(
        `Skipping step ${step.id} because its if condition was false`,
      );
    }
    expect(new Set(fleet.initiators)).toEqual(new Set(['user:default/mock']));
  });

  it.each(UNDOABLE)(
    '$name when a step before its failure() fails',
    async ({ name, steps }) => {
      const { status, error } = await tasks.run(`${name}-fails`, {});
      expect([status, error]).toEqual(['failed', 'It fails.']);
      const undone = [
        ...fleet.deleted.map(() => 'kubernetes:delete'),
        ...fleet.unregistered.map(() => 'slipway:unregister-entity'),
      ];
      expect(undone).toEqual(steps.filter(isUndo).map(({ action }) => action));
      expect(fleet.deleted.map(({ objects }) => objects?.length)).toEqual(
        fleet.deleted.map(() => 1),
      );
    },
  );
});
