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

import { writeFile } from 'node:fs/promises';
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
import { examples as deleteExamples } from './delete/kubernetesDelete.examples';
import { scaffolderModuleKubernetes } from './module';
import { examples as namespaceExamples } from './namespace/kubernetesNamespace.examples';
import { examples as registerExamples } from './register/registerEntity.examples';
import { examples as waitExamples } from './wait/kubernetesWait.examples';
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
  it('shows the plan in the log and changes nothing in a dry run', async () => {
    const { fleet, run, logged } = await start();
    const checkpoints = new Map();
    const input = inputOf(applyExamples[0].example);

    await run('kubernetes:apply', input, { isDryRun: true, checkpoints });

    expect(fleet.applied[0].dryRun).toBe(true);
    expect(checkpoints.size).toBe(0);
    expect(logged()).toEqual([
      'beijing',
      '  ~ ConfigMap feed/feed-settings would be changed',
      '      data.greeting: "bye" → "hello"',
      'shanghai',
      '  ~ ConfigMap feed/feed-settings would be changed',
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
      'Not everything was done. beijing: 1 changed. shanghai: not-tried. shanghai is stale, so nothing was changed there. What was done stays. Running this again is safe: it does only what is missing. To undo it in beijing: Undo ConfigMap feed-settings of beijing.',
    );

    fleet.broken.add('beijing');
    await expect(
      run('kubernetes:apply', input, { checkpoints }),
    ).rejects.toThrow(
      /^This cannot be done\. beijing: not-tried\. .* Nothing was changed\.$/,
    );

    fleet.broken.clear();
    await run('kubernetes:apply', input, { checkpoints });
    await run('kubernetes:apply', input, { checkpoints });
    expect(fleet.applied).toHaveLength(3);

    await run(
      'kubernetes:apply',
      { ...input, clusters: [{ name: 'aliyun', instances: 2 }] },
      { checkpoints },
    );
    expect(fleet.applied[3].clusters).toEqual({ names: ['aliyun'] });
  });

  it('refuses to change what is there and different, where it is told so', async () => {
    const { fleet, run } = await start();
    const input = { ...inputOf(applyExamples[0].example), existing: 'refuse' };

    await expect(run('kubernetes:apply', input)).rejects.toThrow(
      'There already: ConfigMap feed-settings in beijing, ConfigMap feed-settings in shanghai. Nothing was changed. Choose another name.',
    );
    expect(fleet.applied.map(({ dryRun }) => dryRun)).toEqual([true]);

    for (const outcome of ['created', 'unchanged'] as const) {
      fleet.outcome = outcome;
      await run('kubernetes:apply', input);
      expect(fleet.applied.at(-1)?.dryRun).toBe(false);
    }
    await expect(
      run('kubernetes:apply', { ...input, dryRun: true }),
    ).rejects.toThrow('There already: ConfigMap feed-settings in beijing');
    expect(fleet.applied.at(-1)?.dryRun).toBe(true);
  });

  it.each([
    [{ manifest: {} }, 'Choose clusters either by name'],
    [
      { clusters: ['beijing'], location: 'beijing', manifest: 'a: b' },
      'Choose clusters either by name',
    ],
    [
      { clusters: ['beijing'], manifest: { kind: 'ConfigMap' } },
      'lacks apiVersion, kind or metadata.name',
    ],
    [{ clusters: ['beijing'], manifest: [] }, 'There is no object'],
    [{ clusters: ['beijing'] }, 'Give either manifest or manifestPath.'],
    [
      { clusters: ['beijing'], manifestPath: '../secrets.yaml' },
      'leads out of the workspace',
    ],
    [
      { clusters: ['beijing'], manifestPath: 'large.yaml' },
      'large.yaml is larger than 2 MiB',
    ],
    [{ clusters: ['beijing'], manifestPath: '.' }, '. is not a file'],
  ])('refuses %j', async (input, message) => {
    const { fleet, run } = await start();
    await writeFile(
      workspace.resolve('large.yaml'),
      Buffer.alloc(2 * 1024 * 1024 + 1),
    );
    await expect(run('kubernetes:apply', input)).rejects.toThrow(message);
    expect(fleet.applied).toEqual([]);
  });
});

describe('kubernetes:delete', () => {
  it('deletes once, and asks whether it would in a dry run', async () => {
    const { fleet, run, logged } = await start();
    const checkpoints = new Map();
    const input = inputOf(deleteExamples[0].example);

    await run('kubernetes:delete', input, { isDryRun: true, checkpoints });
    const output = await run('kubernetes:delete', input, { checkpoints });
    await run('kubernetes:delete', input, { checkpoints });

    expect(fleet.deleted.map(({ dryRun }) => dryRun)).toEqual([true, false]);
    expect(output.summary).toBe('beijing: 1 deleted.\nshanghai: 1 deleted.');
    expect(logged()).toContain('  - ConfigMap feed/feed-settings deleted');
    await expect(
      run('kubernetes:delete', { ...input, manifest: 'a: b' }),
    ).rejects.toThrow('Give either objects, manifest or manifestPath.');
  });
});

describe('kubernetes:create-namespace', () => {
  it('creates it once, and asks for the plan in a dry run', async () => {
    const { fleet, run } = await start();
    const checkpoints = new Map();
    const input = inputOf(namespaceExamples[1].example);

    await run('kubernetes:create-namespace', input, {
      isDryRun: true,
      checkpoints,
    });
    const output = await run('kubernetes:create-namespace', input, {
      checkpoints,
    });
    await run('kubernetes:create-namespace', input, { checkpoints });

    const { group, ...namespace } = input;
    expect(fleet.namespaces).toEqual(
      [true, false].map(dryRun => ({
        ...namespace,
        clusters: { group },
        dryRun,
        reason: expect.stringMatching(/^Software template, task /),
      })),
    );
    expect(output).toMatchObject({
      namespace: 'feed',
      refs: [{ apiVersion: 'v1', kind: 'Namespace', name: 'feed' }],
      links: [{ title: 'beijing', url: '/fleet/beijing' }],
    });
  });
});

describe('kubernetes:wait', () => {
  it('asks until it is done, and asks nothing in a dry run', async () => {
    const { fleet, run, logged } = await start();
    const input = inputOf(waitExamples[0].example);
    fleet.states = ['waiting', 'unknown', 'done'];

    await run('kubernetes:wait', input, { isDryRun: true });
    expect(fleet.waited).toEqual([]);
    expect(logged()).toEqual(['Would wait for 1 object in beijing, shanghai']);

    const output = await run('kubernetes:wait', input);
    expect(fleet.waited).toEqual(
      [0, 20, 20].map(timeoutSeconds => ({
        clusters: { names: input.clusters },
        namespace: 'feed',
        objects: input.objects,
        timeoutSeconds,
      })),
    );
    expect(output.clusters).toEqual([
      { cluster: 'beijing', state: 'done' },
      { cluster: 'shanghai', state: 'done' },
    ]);
    expect(logged()).toContain('  Deployment feed-embedder: it is unknown.');
  });

  it('waits for what is left of its time when it is run again', async () => {
    const { fleet, run } = await start();
    const input = inputOf(waitExamples[0].example);
    const checkpoints = new Map();
    fleet.states = ['failed'];
    await expect(
      run('kubernetes:wait', input, { checkpoints }),
    ).rejects.toThrow('Deployment feed-embedder: it is failed.');
    expect(checkpoints.size).toBe(1);
    const [key] = checkpoints.keys();
    checkpoints.set(key, Date.now() - 1);
    fleet.states = ['waiting'];
    await expect(
      run('kubernetes:wait', input, { checkpoints }),
    ).rejects.toThrow('Not there after 600 s.');
    expect(fleet.waited.at(-1)?.timeoutSeconds).toBe(0);
    await expect(
      run('kubernetes:wait', { ...input, until: 'ready', condition: {} }),
    ).rejects.toThrow('Give either until or condition.');
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
