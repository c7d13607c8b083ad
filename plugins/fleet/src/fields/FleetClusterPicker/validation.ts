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
import { formatQuantity } from '../../format';
import { resolveSize } from './instanceSize';
import type {
  FleetClusterPickerOptions,
  FleetClusterPickerValue,
} from './schema';

type FieldValidation = Parameters<CustomFieldValidator<unknown>>[1];

interface ValidationContext {
  apiHolder: ApiHolder;
  formData: Record<string, unknown>;
  uiSchema?: { 'ui:options'?: FleetClusterPickerOptions };
}

/** At least one cluster, and no more instances than slots. The backend checks again when the app is created. */
export async function validateClusters(
  value: FleetClusterPickerValue | undefined,
  field: FieldValidation,
  context: ValidationContext,
): Promise<void> {
  const clusters = value?.clusters ?? [];
  if (clusters.length === 0) {
    field.addError('Choose at least one cluster.');
    return;
  }
  const { size } = resolveSize(
    context.uiSchema?.['ui:options'],
    context.formData,
  );
  const slots = await readSlots(context.apiHolder, size);
  for (const { name, instances } of clusters) {
    const fits = slots?.get(name);
    if (!Number.isInteger(instances) || instances < 1) {
      field.addError(`${name} needs at least 1 instance.`);
    } else if (slots && fits === undefined) {
      field.addError(`You may not see ${name}, or it does not exist.`);
    } else if (fits !== undefined && instances > fits) {
      field.addError(
        `${name} has room for ${formatQuantity(
          fits,
          'instance',
        )}, not ${instances}.`,
      );
    }
  }
}

/** Undefined where the fleet service gives no answer: the form must not lock on that. */
async function readSlots(
  apiHolder: ApiHolder,
  size: { cpu: number; memory: number; gpu: number },
): Promise<Map<string, number> | undefined> {
  try {
    const items = await apiHolder.get(fleetApiRef)?.getSlots(size);
    return (
      items && new Map(items.map(({ cluster, slots }) => [cluster, slots]))
    );
  } catch {
    return undefined;
  }
}
