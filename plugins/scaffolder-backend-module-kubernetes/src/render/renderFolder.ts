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

import { InputError } from '@backstage/errors';
import { findProgram, type RenderTool } from './findProgram';
import type { RenderConfig } from './RenderConfig';
import { runProgram } from './runProgram';
import { CHART_FILE, stageChart, type ChartOptions } from './stageChart';
import type { Staging } from './Staging';
import { KUSTOMIZATION_FILES, stageKustomization } from './stageKustomization';

export interface RenderOptions {
  /** From the workspace. */
  path: string;
  /** Found by what the folder holds without. */
  tool?: RenderTool;
  chart: ChartOptions;
  config: RenderConfig;
  staging: Staging;
  signal?: AbortSignal;
}

/**
 * The YAML that a Kustomize or Helm chart folder of the workspace stands for.
 *
 * @throws InputError, NotAllowedError with a sentence about the folder
 * @throws NotFoundError when the tool is missing
 * @throws AbortError when the signal aborts
 */
export async function renderFolder(
  options: RenderOptions,
): Promise<{ tool: RenderTool; yaml: string }> {
  const { path, config, staging } = options;
  const tool = options.tool ?? (await detectTool(path, staging));
  const program = await findProgram(tool, config);
  const args = await stage(tool, options);
  try {
    const yaml = await runProgram({
      program,
      args,
      cwd: staging.root,
      timeoutMs: config.timeoutMs,
      signal: options.signal,
    });
    return { tool, yaml };
  } catch (error) {
    throw error instanceof InputError ? explain(tool, path, error) : error;
  }
}

async function stage(
  tool: RenderTool,
  { path, chart, staging }: RenderOptions,
): Promise<string[]> {
  if (tool === 'helm') {
    return stageChart(path, chart, staging);
  }
  const { namespace, values, valuesFiles } = chart;
  if (namespace !== undefined || values !== undefined || valuesFiles) {
    throw new InputError(
      `namespace, values and valuesFiles are for charts; ${path} is rendered by Kustomize, which takes its namespace from kustomization.yaml.`,
    );
  }
  // What stands outside of the folder of a kustomization is not read.
  return [
    await stageKustomization(path, staging),
    '--load-restrictor=LoadRestrictionsRootOnly',
  ];
}

async function detectTool(path: string, staging: Staging): Promise<RenderTool> {
  const has = async (names: string[]) => {
    const found = await Promise.allSettled(
      names.map(name => staging.find(`${path}/${name}`)),
    );
    return found.some(({ status }) => status === 'fulfilled');
  };
  // Says what is wrong with the folder itself.
  await staging.find(path);
  const isChart = await has([CHART_FILE]);
  const isKustomization = await has(KUSTOMIZATION_FILES);
  if (isChart === isKustomization) {
    throw new InputError(
      isChart
        ? `${path} is a chart and a kustomization. Say with tool which one to render.`
        : `${path} holds neither a ${CHART_FILE} nor a kustomization.yaml.`,
    );
  }
  return isChart ? 'helm' : 'kustomize';
}

function explain(tool: RenderTool, path: string, { message }: InputError) {
  const advice = message.includes('missing in charts/')
    ? ' Slipway renders without a network, so what a chart depends on must stand in its folder charts/.'
    : '';
  return new InputError(
    `${
      tool === 'helm' ? 'Helm' : 'Kustomize'
    } cannot render ${path}: ${message}${advice}`,
  );
}
