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

import { mkdir, stat, symlink } from 'node:fs/promises';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { Progress, Toolbox } from '@slipway/sandbox';
import { parse } from 'yaml';
import { parseManifests } from '../manifests';
import { createKubernetesRenderAction } from './createKubernetesRenderAction';
import { examples } from './kubernetesRender.examples';
import type { RenderConfig } from './RenderConfig';

jest.setTimeout(1_200_000);

const workspace = createMockDirectory();
const temporary = createMockDirectory();
const outside = createMockDirectory();

const deployment = (replicas: string) => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: feed-embedder
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - name: app
          image: embedder:v1
`;

const chart = {
  'Chart.yaml': 'apiVersion: v2\nname: embedder\nversion: 1.0.0\n',
  'values.yaml': 'replicas: 1\nlevel: info\n',
  templates: {
    'app.yaml': deployment('{{ .Values.replicas }}'),
    'settings.yaml': `
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
  namespace: {{ .Release.Namespace }}
data:
  level: {{ .Values.level }}
  host: {{ getHostByName "localhost" | quote }}
  secrets: {{ lookup "v1" "Secret" "default" "" | toJson | quote }}
`,
    'hook.yaml': `
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    helm.sh/hook: pre-install
`,
  },
};

describe('kubernetes:render', () => {
  let config: RenderConfig;

  beforeAll(async () => {
    const tools = Toolbox.create({ progress: Progress.silent() });
    await tools.ensure(['kustomize', 'helm']);
    config = {
      kustomize: tools.binary('kustomize'),
      helm: tools.binary('helm'),
      timeoutMs: 60_000,
    };
  });

  async function render(input: object, limits: Partial<RenderConfig> = {}) {
    await mkdir(temporary.path, { recursive: true });
    const context = createMockActionContext({
      input: input as never,
      workspacePath: workspace.path,
      logger: mockServices.logger.mock(),
    });
    await createKubernetesRenderAction({ ...config, ...limits }).handler({
      ...context,
      createTemporaryDirectory: async () => temporary.path,
    } as never);
    return Object.fromEntries((context.output as jest.Mock).mock.calls);
  }

  it.each(examples)('$description', async ({ example }) => {
    workspace.setContent({
      chart,
      'values/online.yaml': 'replicas: 2\nlevel: warn\n',
      deploy: {
        base: {
          'kustomization.yaml': 'resources: [app.yaml]\n',
          'app.yaml': deployment('1'),
        },
        overlays: {
          online: {
            'kustomization.yaml': [
              'resources: [../../base]',
              'namespace: feed',
              'replicas: [{name: feed-embedder, count: 3}]',
              'images: [{name: embedder, newTag: v2}]',
              'configMapGenerator: [{name: feed-embedder-settings, files: [level]}]',
              'generatorOptions: {disableNameSuffixHash: true}',
              'patches: [{path: patch.yaml, target: {kind: Deployment}}]',
            ].join('\n'),
            level: 'warn',
            'patch.yaml':
              '- {op: add, path: /metadata/labels, value: {patched: "yes"}}',
          },
        },
      },
    });

    const [step] = parse(example).steps;
    const output = await render(step.input);

    const manifests =
      output.manifests ??
      parseManifests(
        (workspace.content() as Record<string, string>)[output.manifestPath],
      );
    expect(manifests).toHaveLength(2);
    expect(manifests).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'Deployment',
          spec: expect.objectContaining({ replicas: 3 }),
        }),
        expect.objectContaining({
          kind: 'ConfigMap',
          metadata: expect.objectContaining({
            name: 'feed-embedder-settings',
            namespace: 'feed',
          }),
          data: expect.objectContaining({ level: 'warn' }),
        }),
      ]),
    );
    expect(output.objects).toHaveLength(2);
  });

  it('asks neither the network nor a cluster for a chart', async () => {
    workspace.setContent({ chart });
    const { manifests } = await render({ path: 'chart' });
    expect(manifests[0].data).toMatchObject({ host: '', secrets: '{}' });

    workspace.setContent({
      chart: {
        ...chart,
        'Chart.yaml': `${chart['Chart.yaml']}dependencies: [{name: redis, version: 1.0.0, repository: "https://example.org"}]\n`,
      },
    });
    await expect(render({ path: 'chart' })).rejects.toThrow(
      /^Helm cannot render chart: .*missing in charts\/ directory: redis Slipway renders without a network, so what a chart depends on must stand in its folder charts\/\.$/s,
    );
  });

  it('says what the tool says of a folder that is wrong', async () => {
    workspace.setContent({
      chart: { ...chart, templates: { 'app.yaml': 'a: {{ .Values.b.c }}' } },
      'app/kustomization.yaml': 'resources: [app.yaml]',
      'app/app.yaml': 'kind: ConfigMap',
      'both/Chart.yaml': '',
      'both/kustomization.yaml': '',
      none: {},
    });
    await expect(render({ path: 'chart' })).rejects.toThrow(
      /^Helm cannot render chart: .*nil pointer/s,
    );
    await expect(render({ path: 'app' })).rejects.toThrow(
      /^Kustomize cannot render app: .*missing metadata.name/s,
    );
    await expect(render({ path: 'app', values: {} })).rejects.toThrow(
      'namespace, values and valuesFiles are for charts',
    );
    await expect(render({ path: 'both' })).rejects.toThrow(
      'both is a chart and a kustomization. Say with tool which one to render.',
    );
    await expect(render({ path: 'none' })).rejects.toThrow(
      'none holds neither a Chart.yaml nor a kustomization.yaml.',
    );
    await expect(render({ path: 'gone' })).rejects.toThrow(
      'gone is not in the workspace.',
    );
  });

  it('ends what never ends, or becomes too large', async () => {
    const bombs = (body: string) =>
      workspace.setContent({
        chart: { ...chart, templates: { 'bomb.yaml': body } },
      });
    bombs('{{ range until 2000000000 }}{{ end }}');
    await expect(
      render({ path: 'chart' }, { timeoutMs: 5_000 }),
    ).rejects.toThrow(/^Helm cannot render chart: /);
    bombs('a: {{ repeat 4000000 "x" }}');
    await expect(render({ path: 'chart' })).rejects.toThrow(
      'It printed more than 2 MiB, and was ended.',
    );
  });

  it('writes nothing out of the workspace', async () => {
    workspace.setContent({ chart });
    await symlink(outside.path, workspace.resolve('linked'));
    for (const outputPath of ['../a.yaml', 'linked/a.yaml']) {
      await expect(render({ path: 'chart', outputPath })).rejects.toThrow(
        'not allowed',
      );
    }
    await render({ path: 'chart', outputPath: 'out/a.yaml' });
    expect(workspace.content({ path: 'out' })).toEqual({
      'a.yaml': expect.stringContaining('kind: Deployment'),
    });
    // Its copy of the chart is gone.
    await expect(stat(temporary.path)).rejects.toThrow('ENOENT');
  });
});
