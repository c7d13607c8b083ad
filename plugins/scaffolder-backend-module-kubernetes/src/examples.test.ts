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

import { chmod } from 'node:fs/promises';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { scaffolderModuleKubernetes } from './module';
import { exampleActions } from './__testUtils__/exampleActions';
import {
  EXAMPLES,
  isUndo,
  templateOf,
  withFailure,
} from './__testUtils__/exampleTemplates';
import { FleetAnswers } from './__testUtils__/FleetAnswers';
import { ScaffolderTasks } from './__testUtils__/ScaffolderTasks';

const SETTINGS =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: feed-settings\n';

const programs = createMockDirectory();

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
        exampleActions,
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
