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

type DryRunRequest = Parameters<ScaffolderApi['dryRun']>[0];

/** A software template as the catalog has it. */
export type Template = DryRunRequest['template'];

/** The actions whose objects can be shown before they run. */
export const PREVIEWED_ACTIONS = [
  'kubernetes:create-namespace',
  'kubernetes:apply',
] as const;

/** A step with its input as the scaffolder would give it to the action. */
export interface RenderedStep {
  id: string;
  name: string;
  action: (typeof PREVIEWED_ACTIONS)[number];
  input: Record<string, unknown>;
}

type Step = Template['spec']['steps'][number];
type PreviewedStep = Step & Pick<RenderedStep, 'id' | 'name' | 'action'>;

/** Holds what a step with `each` goes through, beside the values of the form. */
const EACH_VALUES = 'slipwayEach';

/**
 * The inputs of a template's steps that change clusters, rendered by the scaffolder itself with the values of the form.
 *
 * A dry run without steps renders only its output, so nothing runs and no action has to support it: the inputs are put
 * there. What an earlier step would have brought, such as a folder that it fetched, is missing.
 *
 * @param only - ids of the steps; by default all that change clusters
 */
export async function renderSteps(
  api: Pick<ScaffolderApi, 'dryRun'>,
  template: Template,
  values: Record<string, unknown>,
  only?: string[],
): Promise<RenderedStep[]> {
  const steps = previewedSteps(template, only);
  const render = (items: object[], more: object = {}) =>
    renderItems(api, template, { ...values, ...more }, items);

  const repeated = steps.filter(({ each }) => each !== undefined);
  const lists =
    repeated.length > 0
      ? await render(repeated.map(({ id, each }) => ({ id, each })))
      : [];
  const entries = new Map(
    lists.map(({ id, each }) => [String(id), entriesOf(each)]),
  );

  const eachValues: unknown[] = [];
  const items = steps.flatMap(step => {
    const { id, each, input } = step;
    const condition = 'if' in step ? { if: step.if } : {};
    if (each === undefined) {
      return [{ ...condition, id, input }];
    }
    return (entries.get(id) ?? []).map(entry => {
      const index = eachValues.push(entry) - 1;
      return { ...replaceEach({ ...condition, input }, index), id };
    });
  });
  const rendered = await render(items, { [EACH_VALUES]: eachValues });
  return rendered.flatMap(item => {
    const step = steps.find(({ id }) => id === item.id);
    const { input } = item as { input?: Record<string, unknown> };
    return step
      ? [
          {
            id: step.id,
            name: step.name,
            action: step.action,
            input: input ?? {},
          },
        ]
      : [];
  });
}

function previewedSteps(template: Template, only?: string[]): PreviewedStep[] {
  return template.spec.steps.flatMap((step, index) => {
    const id = step.id ?? `step-${index + 1}`;
    const action = PREVIEWED_ACTIONS.find(name => name === step.action);
    return action && (!only || only.includes(id))
      ? [{ ...step, id, name: step.name ?? step.action, action }]
      : [];
  });
}

/** Items whose `if` is false are left out by the scaffolder. */
async function renderItems(
  api: Pick<ScaffolderApi, 'dryRun'>,
  template: Template,
  values: object,
  items: object[],
): Promise<Array<Record<string, unknown>>> {
  if (items.length === 0) {
    return [];
  }
  const { apiVersion, kind, metadata, spec } = template;
  const request = {
    template: {
      apiVersion,
      kind,
      metadata: { name: metadata.name, namespace: metadata.namespace },
      spec: { type: spec.type, steps: [], output: { text: items } },
    },
    values,
    directoryContents: [],
  };
  // Items carry more than the text that an output is made for; the scaffolder renders all of it.
  const { output } = await api.dryRun(request as unknown as DryRunRequest);
  return (output.text ?? []) as Array<Record<string, unknown>>;
}

function entriesOf(each: unknown): Array<{ key: string; value: unknown }> {
  return typeof each === 'object' && each !== null
    ? Object.entries(each).map(([key, value]) => ({ key, value }))
    : [];
}

/** `each` is known only inside a step, so its place is taken by a value of the form. */
function replaceEach<T>(value: T, index: number): T {
  return JSON.parse(JSON.stringify(value), (_key, leaf) =>
    typeof leaf === 'string'
      ? leaf.replace(/\$\{\{[^]*?\}\}/g, expression =>
          expression.replace(
            /(?<![\w.$'"])each(?=\s*[.[])/g,
            `parameters.${EACH_VALUES}[${index}]`,
          ),
        )
      : leaf,
  );
}
