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

import { KUBERNETES_ID_LABEL } from '@slipway/backstage-plugin-fleet-common';
import type { AppSelector, LabelRequirement } from './AppSelector';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether an object with these labels in this namespace is chosen by its own labels.
 *
 * @public
 */
export function matchesSelector(
  selector: AppSelector,
  object: { namespace?: string; labels: Readonly<Record<string, string>> },
): boolean {
  const { namespaces, labels, kubernetesId } = selector;
  if (namespaces.length > 0 && !namespaces.includes(object.namespace ?? '')) {
    return false;
  }
  return labels
    ? labels.every(requirement => meets(requirement, object.labels))
    : object.labels[KUBERNETES_ID_LABEL] === kubernetesId;
}

function meets(requirement: LabelRequirement, labels: Labels): boolean {
  const { key, operator, values } = requirement;
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case 'doesnotexist':
      return value === undefined;
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    default:
      return false;
  }
}
