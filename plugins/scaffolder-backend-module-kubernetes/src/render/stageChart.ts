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

import type { Staging } from './Staging';

export const CHART_FILE = 'Chart.yaml';

/** What a chart is rendered with. */
export interface ChartOptions {
  releaseName: string;
  namespace?: string;
  values?: Record<string, unknown>;
  valuesFiles?: string[];
  kubeVersion?: string;
  apiVersions?: string[];
}

/**
 * Copies a chart and its values.
 *
 * @returns the arguments for `helm template`
 * @throws InputError, NotAllowedError with a sentence that names the file
 */
export async function stageChart(
  path: string,
  options: ChartOptions,
  staging: Staging,
): Promise<string[]> {
  const chart = await staging.copyFolder(path);
  const values: string[] = [];
  for (const file of options.valuesFiles ?? []) {
    values.push(await staging.readText(file));
  }
  if (options.values !== undefined) {
    values.push(JSON.stringify(options.values));
  }
  // Under names of Slipway's own: Helm splits a name at commas, and fetches one that is an address.
  const valuesFiles: string[] = [];
  for (const [index, text] of values.entries()) {
    valuesFiles.push(
      await staging.writeText(`.slipway-values-${index}.yaml`, text),
    );
  }
  return [
    options.releaseName,
    chart,
    // Hooks and tests are for Helm to run at their time; applied with the rest they would run at once.
    '--no-hooks',
    '--skip-tests',
    ...optional('namespace', options.namespace),
    ...optional('kube-version', options.kubeVersion),
    ...(options.apiVersions ?? []).map(version => `--api-versions=${version}`),
    ...valuesFiles.map(file => `--values=${file}`),
  ];
}

function optional(flag: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${flag}=${value}`];
}
