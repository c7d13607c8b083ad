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

import type { ScaffolderApi } from '@backstage/plugin-scaffolder-react';

type DryRun = ScaffolderApi['dryRun'];

/** A scaffolder that renders paths such as `${{ parameters.name }}`, and nothing else. */
export class FixtureScaffolder implements Pick<ScaffolderApi, 'dryRun'> {
  readonly requests: Array<Parameters<DryRun>[0]> = [];
  /** Makes every request fail with this. */
  failure: Error | undefined;

  async dryRun(request: Parameters<DryRun>[0]): ReturnType<DryRun> {
    this.requests.push(request);
    if (this.failure) {
      throw this.failure;
    }
    const { values, template } = request;
    const items = (template.spec.output?.text ?? []) as unknown as object[];
    const text = items
      .map(item => render(item, { parameters: values }))
      .filter(item => !('if' in item) || item.if);
    return { directoryContents: [], log: [], steps: [], output: { text } };
  }
}

function render<T>(value: T, context: object): T {
  return JSON.parse(JSON.stringify(value), (_key, leaf) => {
    const path =
      typeof leaf === 'string'
        ? leaf.match(/^\$\{\{\s*([\w.[\]]+)\s*\}\}$/)?.[1]
        : undefined;
    return path ? read(context, path) : leaf;
  });
}

function read(context: object, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      context,
    );
}
