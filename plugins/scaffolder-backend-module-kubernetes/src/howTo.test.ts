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

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { parse } from 'yaml';
import { scaffolderModuleKubernetes } from './module';
import type { Step } from './__testUtils__/exampleTemplates';
import { FleetAnswers } from './__testUtils__/FleetAnswers';
import { ScaffolderTasks } from './__testUtils__/ScaffolderTasks';

const PAGE = resolve(__dirname, '../../../docs/how-to/write-a-template.md');

/** The template that the page builds, of its blocks of YAML up to where it speaks of charts. */
async function readTemplate(): Promise<Entity> {
  const page = await readFile(PAGE, 'utf8');
  const [text] = page.split('## Kustomize and Helm');
  const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml]) =>
    parse(yaml),
  );
  const [template] = blocks.filter(block => block.kind === 'Template');
  const steps: Step[] = blocks.flatMap(block =>
    Array.isArray(block) ? block : block.steps ?? [],
  );
  return {
    ...template,
    metadata: { ...template.metadata, namespace: 'default' },
    spec: { ...template.spec, steps },
  };
}

describe('the page on writing a template', () => {
  const fleet = new FleetAnswers();
  let tasks: ScaffolderTasks;

  beforeAll(async () => {
    // Jest runs in a realm of its own, and the template engine takes arrays of fetch's realm for foreign objects.
    jest
      .spyOn(Response.prototype, 'json')
      .mockImplementation(async function parseHere(this: Response) {
        return JSON.parse(await this.text());
      });
    const app = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'shop', namespace: 'default' },
    };
    const { server } = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleKubernetes,
        fleet.plugin,
        catalogServiceMock.factory({ entities: [await readTemplate(), app] }),
        mockServices.database.factory(),
      ],
    });
    tasks = new ScaffolderTasks(server);
    fleet.outcome = 'created';
  });

  const values = {
    name: 'shop',
    owner: 'group:default/shops',
    placement: { clusters: [{ name: 'beijing', instances: 2 }] },
  };

  it('builds a template that works', async () => {
    const { status, error } = await tasks.run('web-server', values);
    expect([status, error]).toEqual(['completed', undefined]);
    expect(fleet.namespaces).toHaveLength(1);
    expect(fleet.applied.map(({ dryRun }) => dryRun)).toEqual([true, false]);
    expect(fleet.waited).toMatchObject([
      { objects: [{ kind: 'Deployment', namespace: 'web', name: 'shop' }] },
    ]);
    expect(fleet.registered).toHaveLength(1);
    expect(fleet.deleted).toEqual([]);
  });

  it('takes back what it made when a step fails', async () => {
    fleet.states = ['failed'];
    const { status } = await tasks.run('web-server', values);
    expect(status).toBe('failed');
    expect(fleet.deleted).toMatchObject([
      { objects: [{ kind: 'Deployment', namespace: 'web', name: 'shop' }] },
    ]);
  });
});
