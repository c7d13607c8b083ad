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

import type { KubernetesNamespacePickerOptions } from './schema';

/** The clusters that the form has chosen, or those that the template names. */
export function chosenClusters(
  options: KubernetesNamespacePickerOptions | undefined,
  formData: Record<string, unknown> | undefined,
): string[] {
  const { clustersField, clusters = [] } = options ?? {};
  return clustersField ? namesIn(formData?.[clustersField]) : clusters;
}

/** Names are given alone, or in the value of a FleetClusterPicker. */
function namesIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return value ? [value] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(namesIn);
  }
  const { clusters, name } = (value ?? {}) as {
    clusters?: unknown;
    name?: unknown;
  };
  return namesIn(clusters ?? name ?? []);
}
