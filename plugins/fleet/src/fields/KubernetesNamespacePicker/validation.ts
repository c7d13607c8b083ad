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

import type { ApiHolder } from '@backstage/core-plugin-api';
import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { fleetApiRef } from '../../api';
import { chosenClusters } from './chosenClusters';
import { describeChoice, findNameFault, rulesOf } from './namespaceChoices';
import type { KubernetesNamespacePickerOptions } from './schema';

type FieldValidation = Parameters<CustomFieldValidator<unknown>>[1];

interface ValidationContext {
  apiHolder: ApiHolder;
  formData: Record<string, unknown>;
  uiSchema?: { 'ui:options'?: KubernetesNamespacePickerOptions };
}

/** A namespace that can be used in every chosen cluster. The backend checks again when something is applied. */
export async function validateNamespace(
  value: string | undefined,
  field: FieldValidation,
  context: ValidationContext,
): Promise<void> {
  if (!value) {
    return;
  }
  const options = context.uiSchema?.['ui:options'];
  const rules = rulesOf(options);
  const clusters = chosenClusters(options, context.formData);
  const known =
    clusters.length > 0
      ? await readNamespaces(context.apiHolder, clusters, options)
      : undefined;
  const obstacle = known
    ? describeChoice(value, known, rules).obstacle
    : findNameFault(value, { ...rules, pattern: undefined });
  if (obstacle) {
    field.addError(obstacle);
  }
}

/** Undefined where the fleet service gives no answer: the form must not lock on that. */
async function readNamespaces(
  apiHolder: ApiHolder,
  clusters: string[],
  options: KubernetesNamespacePickerOptions | undefined,
) {
  const { apiVersion, kind } = options ?? {};
  try {
    return await apiHolder
      .get(fleetApiRef)
      ?.getNamespaces({ clusters, apiVersion, kind });
  } catch {
    return undefined;
  }
}
