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
import { dirname } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseManifests } from '../manifests';
import { examples } from './kubernetesRender.examples';
import type { RenderConfig } from './RenderConfig';
import { renderFolder } from './renderFolder';
import { Staging } from './Staging';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * `kubernetes:render`: manifests of a Kustomize or Helm chart folder of the workspace.
 *
 * It changes nothing but the workspace, and gives the same each time.
 */
export function createKubernetesRenderAction(config: RenderConfig) {
  return createTemplateAction({
    id: 'kubernetes:render',
    description:
      'Renders a Kustomize or Helm chart folder of the workspace to Kubernetes manifests, without a network. They go into a file for kubernetes:apply, or into the output.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().min(1).describe('The folder, in the workspace'),
        tool: z =>
          z
            .enum(['kustomize', 'helm'])
            .optional()
            .describe('What renders it, where it can be both'),
        releaseName: z =>
          z
            .string()
            .regex(DNS_LABEL)
            .max(53)
            .optional()
            .describe('Charts: name of the release. Default is app'),
        namespace: z =>
          z
            .string()
            .regex(DNS_LABEL)
            .max(63)
            .optional()
            .describe('Charts: namespace of the release'),
        values: z =>
          z
            .record(z.unknown())
            .optional()
            .describe('Charts: values, over those of valuesFiles'),
        valuesFiles: z =>
          z
            .array(z.string())
            .optional()
            .describe('Charts: files of the workspace with values'),
        kubeVersion: z =>
          z
            .string()
            .regex(/^v?\d+\.\d+(\.\d+)?$/)
            .optional()
            .describe('Charts: the version of Kubernetes that they see'),
        apiVersions: z =>
          z
            .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./-]*$/))
            .optional()
            .describe('Charts: API versions that they see beyond the usual'),
        outputPath: z =>
          z
            .string()
            .min(1)
            .optional()
            .describe('A file of the workspace to write the manifests to'),
      },
      output: {
        manifests: z =>
          z
            .array(z.record(z.unknown()))
            .optional()
            .describe('The manifests, where there is no outputPath'),
        manifestPath: z =>
          z.string().optional().describe('The file with the manifests'),
        objects: z =>
          z
            .array(
              z.object({
                apiVersion: z.string(),
                kind: z.string(),
                namespace: z.string().optional(),
                name: z.string(),
              }),
            )
            .describe('Which objects there are'),
      },
    },
    async handler(ctx) {
      const { path, tool: wanted, outputPath, ...chart } = ctx.input;
      const staging = Staging.create({
        root: await ctx.createTemporaryDirectory(),
        workspace: ctx.workspacePath,
      });
      const { tool, yaml } = await renderFolder({
        path,
        tool: wanted,
        chart: { ...chart, releaseName: chart.releaseName ?? 'app' },
        config,
        staging,
        signal: ctx.signal,
        // The scaffolder deletes its temporary folders only after a step that went well.
      }).finally(() => staging.dispose());
      const manifests = parseManifests(yaml);
      ctx.logger.info(
        `${tool} rendered ${path}: ${manifests.length} ${
          manifests.length === 1 ? 'object' : 'objects'
        }`,
      );
      if (outputPath === undefined) {
        ctx.output('manifests', manifests);
      } else {
        const file = resolveSafeChildPath(ctx.workspacePath, outputPath);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, yaml);
        ctx.output('manifestPath', outputPath);
      }
      ctx.output(
        'objects',
        manifests.map(({ apiVersion, kind, metadata }) => ({
          apiVersion,
          kind,
          ...(metadata.namespace !== undefined && {
            namespace: metadata.namespace,
          }),
          name: metadata.name,
        })),
      );
    },
  });
}
