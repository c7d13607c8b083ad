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

import { symlink } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { stageChart } from './stageChart';
import { stageKustomization } from './stageKustomization';
import { Staging } from './Staging';

const workspace = createMockDirectory();
const outside = createMockDirectory({
  content: { 'secret.yaml': 'token: secret' },
});
const root = createMockDirectory();

function create() {
  root.clear();
  return Staging.create({ root: root.path, workspace: workspace.path });
}

describe('stageKustomization', () => {
  it('copies what a kustomization names, over folders, and nothing else', async () => {
    workspace.setContent({
      base: {
        'kustomization.yml': 'resources: [app.yaml]\n',
        'app.yaml': 'kind: ConfigMap',
        'unused.yaml': 'never',
      },
      shared: { Kustomization: 'patches: [{path: p.yaml}]', 'p.yaml': 'a: b' },
      overlay: {
        'kustomization.yaml': [
          'resources: [../base]',
          'components: [../shared]',
          'namespace: feed',
          'configMapGenerator:',
          '  - name: settings',
          '    files: [a.txt, key=b.txt]',
          '    envs: [c.env]',
          '    literals: ["URL=https://example.org/a=b"]',
          'patchesStrategicMerge:',
          '  - |-',
          '    kind: ConfigMap',
          '    metadata: {name: a}',
          'commonAnnotations: {see: "https://example.org"}',
        ].join('\n'),
        'a.txt': 'a',
        'b.txt': 'b',
        'c.env': 'C=1',
      },
    });

    const folder = await stageKustomization('./overlay/', create());

    expect(folder).toBe(root.resolve('overlay'));
    const copied = root.content() as Record<string, Record<string, string>>;
    expect(Object.keys(copied.overlay).sort()).toEqual([
      'a.txt',
      'b.txt',
      'c.env',
      'kustomization.yaml',
    ]);
    expect(JSON.parse(copied.overlay['kustomization.yaml'])).toMatchObject({
      namespace: 'feed',
      resources: ['../base'],
    });
    expect(Object.keys(copied.base)).toEqual(['app.yaml', 'kustomization.yml']);
    expect(Object.keys(copied.shared)).toEqual(['Kustomization', 'p.yaml']);
  });

  it.each([
    ['resources: ["https://example.org/a.yaml"]', 'is remote'],
    ['resources: ["github.com/org/repo?ref=v1"]', 'is remote'],
    ['resources: ["git@example.org:org/repo"]', 'is remote'],
    ['components: ["ssh://git@example.org/repo"]', 'is remote'],
    ['patches: [{path: "http://127.0.0.1/a.yaml"}]', 'is remote'],
    [
      'configMapGenerator: [{name: a, files: ["k=http://169.254.169.254/"]}]',
      'is remote',
    ],
    ['configMapGenerator: [{name: a, env: "http://a/"}]', 'is remote'],
    ['openapi: {path: "https://example.org/schema.json"}', 'is remote'],
    ['crds: ["https://example.org/crd.json"]', 'is remote'],
    [
      'resources: [!!binary aHR0cHM6Ly9leGFtcGxlLm9yZw==]',
      'resources must be a list of texts',
    ],
    ['a: 1\n---\nresources: []', 'not plain YAML'],
    ['resources: [!remote a]', 'not plain YAML'],
    ['Resources: ["https://example.org"]', 'the field Resources is not known'],
    ['<<: {resources: [a]}', 'the field << is not known'],
    ['patches: [{Path: "https://a"}]', 'the field patches.Path is not known'],
    ['generators: [a.yaml]', 'they run plugins, which are off'],
    ['transformers: [a.yaml]', 'they run plugins, which are off'],
    ['helmCharts: [{name: a}]', 'render the chart in a step of its own'],
    ['resources: [/etc/passwd]', 'leads out of the workspace'],
    ['resources: [../../etc]', 'leads out of the workspace'],
    ['crds: [linked.yaml]', 'is a symbolic link or stands behind one'],
    ['resources: [linked]', 'is a symbolic link or stands behind one'],
    ['resources: [linked/secret.yaml]', 'a symbolic link or stands behind'],
    ['resources: [missing.yaml]', 'is not in the workspace'],
    ['resources: [empty]', 'empty has no kustomization.yaml'],
    ['resources: text', 'resources must be a list of texts'],
    ['patches: [text]', 'patches must hold objects'],
    ['[]', 'it holds no object'],
  ])('refuses %j', async (kustomization, message) => {
    workspace.setContent({
      app: { 'kustomization.yaml': kustomization, empty: {} },
    });
    await symlink(outside.path, workspace.resolve('app/linked'));
    await symlink(
      outside.resolve('secret.yaml'),
      workspace.resolve('app/linked.yaml'),
    );

    await expect(stageKustomization('app', create())).rejects.toThrow(message);
    expect(JSON.stringify(root.content())).not.toContain('token');
  });

  it('ends where folders build on each other, and where aliases blow up', async () => {
    workspace.setContent({
      one: { 'kustomization.yaml': 'resources: [../two]' },
      two: { 'kustomization.yaml': 'resources: [../one]' },
      bomb: {
        'kustomization.yaml': [
          'a: &a [x, x, x, x, x, x, x, x, x]',
          'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
          'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
          'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]',
        ].join('\n'),
      },
    });
    await stageKustomization('one', create());
    expect(Object.keys(root.content() as object)).toEqual(['one', 'two']);
    await expect(stageKustomization('bomb', create())).rejects.toThrow(
      'Excessive alias count',
    );
  });
});

describe('stageChart', () => {
  it('copies the chart, and its values under names of its own', async () => {
    workspace.setContent({
      'a,https:': { 'b.yaml': 'from: file' },
      chart: {
        '.git': { config: 'never' },
        'Chart.yaml': 'name: a',
        templates: { 'a.yaml': 'kind: ConfigMap' },
      },
    });

    const args = await stageChart(
      'chart',
      {
        releaseName: 'a',
        namespace: 'feed',
        kubeVersion: '1.36.0',
        apiVersions: ['example.org/v1'],
        valuesFiles: ['a,https:/b.yaml'],
        values: { from: 'form' },
      },
      create(),
    );

    expect(args).toEqual([
      'a',
      root.resolve('chart'),
      '--no-hooks',
      '--skip-tests',
      '--namespace=feed',
      '--kube-version=1.36.0',
      '--api-versions=example.org/v1',
      `--values=${root.resolve('.slipway-values-0.yaml')}`,
      `--values=${root.resolve('.slipway-values-1.yaml')}`,
    ]);
    expect(root.content()).toEqual({
      '.slipway-values-0.yaml': 'from: file',
      '.slipway-values-1.yaml': '{"from":"form"}',
      chart: {
        'Chart.yaml': 'name: a',
        templates: { 'a.yaml': 'kind: ConfigMap' },
      },
    });
  });

  it('refuses symbolic links, what is not a folder, and too much', async () => {
    workspace.setContent({
      chart: { 'Chart.yaml': 'name: a', files: {} },
      'chart.tgz': '',
      large: { a: Buffer.alloc(21 * 1024 * 1024) },
    });
    await symlink(outside.path, workspace.resolve('chart/files/linked'));
    const stage = (path: string, valuesFiles?: string[]) =>
      stageChart(path, { releaseName: 'a', valuesFiles }, create());
    await expect(stage('chart')).rejects.toThrow(
      'chart/files/linked is a symbolic link or stands behind one',
    );
    await expect(stage('chart.tgz')).rejects.toThrow('is not a folder');
    await expect(stage('..')).rejects.toThrow('leads out of the workspace');
    await expect(stage('large')).rejects.toThrow(
      'At most 2000 files of 20 MiB together',
    );
    await expect(stage('large', ['../secret.yaml'])).rejects.toThrow();
  });
});
