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

import type { Entity } from '@backstage/catalog-model';
import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { parse } from 'yaml';
import { examples as applyExamples } from '../apply/kubernetesApply.examples';
import { examples as deleteExamples } from '../delete/kubernetesDelete.examples';
import { examples as namespaceExamples } from '../namespace/kubernetesNamespace.examples';
import { examples as registerExamples } from '../register/registerEntity.examples';
import { examples as unregisterExamples } from '../register/unregisterEntity.examples';
import { examples as renderExamples } from '../render/kubernetesRender.examples';
import { examples as waitExamples } from '../wait/kubernetesWait.examples';

export interface Step {
  id: string;
  action: string;
  if?: string;
  input?: Record<string, unknown>;
}

/** An example of an action, under a name that a template may have. */
export interface Example {
  name: string;
  description: string;
  steps: Step[];
}

/** Every example of every action. */
export const EXAMPLES: Example[] = Object.entries({
  register: registerExamples,
  namespace: namespaceExamples,
  apply: applyExamples,
  render: renderExamples,
  wait: waitExamples,
  unregister: unregisterExamples,
  delete: deleteExamples,
}).flatMap(([action, examples]) =>
  examples.map(({ description, example }: TemplateExample, index) => ({
    name: `${action}-${index}`,
    description,
    steps: parse(example).steps,
  })),
);

export function isUndo(step: Step): boolean {
  return step.if?.includes('failure()') ?? false;
}

/** A template with these steps, after one that fetches what the examples take for granted. */
export function templateOf(name: string, steps: Step[]): Entity {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { name, namespace: 'default' },
    spec: {
      type: 'service',
      steps: JSON.parse(
        JSON.stringify([{ id: 'files', action: 'test:files' }, ...steps]),
      ),
    },
  };
}

/** The steps with one that fails before the first one that runs on failure. */
export function withFailure(steps: Step[]): Step[] {
  const undo = steps.findIndex(isUndo);
  return [
    ...steps.slice(0, undo),
    { id: 'fail', action: 'test:fail' },
    ...steps.slice(undo),
  ];
}
