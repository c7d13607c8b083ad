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
import { join } from 'node:path';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  scaffolderActionsExtensionPoint,
  type TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { examples as applyExamples } from './apply/kubernetesApply.examples';
import { scaffolderModuleKubernetes } from './module';
import { examples as registerExamples } from './register/registerEntity.examples';
import { FleetAnswers } from './__testUtils__/FleetAnswers';

const workspace = createMockDirectory();

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'feed-embedder' },
};

async function start() {
  const fleet = new FleetAnswers();
  const catalog = catalogServiceMock.mock();
  catalog.getEntityByRef.mockResolvedValue({ ...ENTITY });
  const actions = new Map<string, TemplateAction>();
  await startTestBackend({
    extensionPoints: [
      [
        scaffolderActionsExtensionPoint,
        {
          addActions: (...added: TemplateAction[]) =>
            added.forEach(action => actions.set(action.id, action)),
        } as never,
      ],
    ],
    features: [scaffolderModuleKubernetes, fleet.plugin, catalog.factory],
  });
  const logger = mockServices.logger.mock();
  const run = async (
    id: string,
    input: JsonObject,
    options: { isDryRun?: boolean; checkpoints?: Map<string, unknown> } = {},
  ) => {
    const { checkpoints = new Map() } = options;
    const context = createMockActionContext({
      input,
      workspacePath: workspace.path,
      logger,
    });
    await actions.get(id)!.handler({
      ...context,
      isDryRun: options.isDryRun,
      checkpoint: async ({ key, fn }) => {
        if (!checkpoints.has(key)) {
          checkpoints.set(key, await fn());
        }
        return checkpoints.get(key);
      },
    });
    const output = context.output as jest.Mock;
    return Object.fromEntries(output.mock.calls);
  };
  const logged = () =>
    (logger.info as jest.Mock).mock.calls.map(([line]) => line);
  return { catalog, fleet, run, logged };
}

function inputOf(example: string): JsonObject {
  return parse(example).steps[0].input;
}

describe('kubernetes:apply', () => {
  it.each(applyExamples)('$description', async ({ example }) => {
    const { fleet, run } = await start();
    await mkdir(join(workspace.path, 'deploy'), { recursive: true });
    await writeFile(
      join(workspace.path, 'deploy/settings.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: feed-settings\n---\n# empty\n',
    );

    const output = await run('kubernetes:apply', inputOf(example));

    const [request] = fleet.applied;
    expect(request).toMatchObject({
      namespace: 'feed',
      dryRun: false,
      manifests: [{ kind: 'ConfigMap', metadata: { name: 'feed-settings' } }],
    });
    expect(request.manifests).toHaveLength(1);
    expect(fleet.initiators).toEqual(['user:default/mock']);
    expect(output.clusters[0].outcome).toBe('applied');
    expect(output.summary).toContain(': 1 changed.');
    expect(output.objects[0]).toEqual({
      cluster: output.clusters[0].cluster,
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'feed',
      name: 'feed-settings',
      outcome: 'changed',
    });
  });

  it('shows the plan in the log and changes nothing in a dry run', async () => {
    const { fleet, run, logged } = await start();
    const checkpoints = new Map();
    const input = inputOf(applyExamples[0].example);

    await run('kubernetes:apply', input, { isDryRun: true, checkpoints });

    expect(fleet.applied[0].dryRun).toBe(true);
    expect(checkpoints.size).toBe(0);
    expect(logged()).toEqual([
      'beijing',
      '  ~ ConfigMap feed/feed-settings changed',
      '      data.greeting: "bye" → "hello"',
      'shanghai',
      '  ~ ConfigMap feed/feed-settings changed',
      '      data.greeting: "bye" → "hello"',
    ]);
  });

  it('says what was done where when a cluster could not be changed, and goes on when it is run again', async () => {
    const { fleet, run } = await start();
    const checkpoints = new Map();
    const input = inputOf(applyExamples[0].example);
    fleet.broken.add('shanghai');

    await expect(
      run('kubernetes:apply', input, { checkpoints }),
    ).rejects.toThrow(
      'Not everything was applied. beijing: 1 changed. shanghai: not-tried. shanghai is stale, so nothing was changed there. What was applied stays. Running this again is safe: it changes only what is missing.',
    );

    fleet.broken.clear();
    await run('kubernetes:apply', input, { checkpoints });
    await run('kubernetes:apply', input, { checkpoints });
    expect(fleet.applied).toHaveLength(2);

    await run(
      'kubernetes:apply',
      { ...input, clusters: ['aliyun'] },
      { checkpoints },
    );
    expect(fleet.applied[2].clusters).toEqual({ names: ['aliyun'] });
  });

  it.each([
    [{ manifest: {} }, 'Choose clusters either by name'],
    [
      { clusters: ['beijing'], location: 'beijing', manifest: 'a: b' },
      'lacks apiVersion, kind or metadata.name',
    ],
    [{ clusters: ['beijing'] }, 'Give either manifest or manifestPath.'],
    [{ clusters: ['beijing'], manifest: 'a: [' }, 'is not YAML'],
    [{ clusters: ['beijing'], manifest: '# nothing' }, 'There is no object'],
    [
      { clusters: ['beijing'], manifestPath: '../secrets.yaml' },
      'Relative path is not allowed',
    ],
  ])('refuses %j', async (input, message) => {
    const { fleet, run } = await start();
    const complete = message.startsWith('Choose')
      ? {
          manifest: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'a' },
          },
        }
      : input;
    await expect(run('kubernetes:apply', complete)).rejects.toThrow(message);
    expect(fleet.applied).toEqual([]);
  });
});

describe('slipway:register-entity', () => {
  it('registers once, on behalf of who started the task', async () => {
    const { fleet, run } = await start();
    const checkpoints = new Map();
    const input = inputOf(registerExamples[0].example);

    const planned = await run('slipway:register-entity', input, {
      isDryRun: true,
      checkpoints,
    });
    expect(planned).toEqual({ entityRef: 'component:default/feed-embedder' });
    expect(fleet.registered).toEqual([]);

    const output = await run('slipway:register-entity', input, { checkpoints });
    await run('slipway:register-entity', input, { checkpoints });
    expect(output).toEqual({ entityRef: 'component:default/feed-embedder' });
    expect(fleet.registered).toEqual([input.entity]);
    expect(fleet.initiators).toEqual(['user:default/mock']);
  });

  it('ends when the catalog has taken the entity in', async () => {
    const { catalog, run, logged } = await start();
    catalog.getEntityByRef
      .mockRejectedValueOnce(new Error('the catalog starts'))
      .mockResolvedValueOnce(undefined);

    await run('slipway:register-entity', inputOf(registerExamples[0].example));

    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(3);
    expect(catalog.getEntityByRef).toHaveBeenLastCalledWith(
      'component:default/feed-embedder',
      {
        credentials: expect.objectContaining({ principal: expect.anything() }),
      },
    );
    expect(logged()).toEqual([
      'component:default/feed-embedder is in the catalog',
    ]);
  });
});
