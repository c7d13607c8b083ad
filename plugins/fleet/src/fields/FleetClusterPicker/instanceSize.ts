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

import type { InstanceSize } from '@slipway/backstage-plugin-fleet-common';
import { formatCores, formatMemory, formatQuantity } from '../../format';
import type { FleetClusterPickerOptions } from './schema';

const MIB = 2 ** 20;

/** Where a template says nothing about sizes. */
const DEFAULT_SIZE: InstanceSize = { cpu: 0.25, memory: 256 * MIB, gpu: 0 };

/** What one instance asks for, and what people call it. */
export interface NamedSize {
  name?: string;
  size: InstanceSize;
}

/** @returns the size that the form has chosen, or what the template gives in its place */
export function resolveSize(
  options: FleetClusterPickerOptions | undefined,
  formData: Record<string, unknown> | undefined,
): NamedSize {
  const { sizes = {}, sizeField, size } = options ?? {};
  const chosen = sizeField ? formData?.[sizeField] : undefined;
  if (typeof chosen === 'string' && Object.hasOwn(sizes, chosen)) {
    return { name: chosen, size: sizes[chosen] };
  }
  if (size) {
    return { size };
  }
  const [first] = Object.entries(sizes);
  return first ? { name: first[0], size: first[1] } : { size: DEFAULT_SIZE };
}

/** `2 cores, 8 GiB and 1 GPU (size M)`. */
export function describeSize({ name, size }: NamedSize): string {
  const cores = `${formatCores(size.cpu)} ${size.cpu === 1 ? 'core' : 'cores'}`;
  const memory = formatMemory(size.memory);
  const resources =
    size.gpu > 0
      ? `${cores}, ${memory} and ${formatQuantity(size.gpu, 'GPU')}`
      : `${cores} and ${memory}`;
  return name ? `${resources} (size ${name})` : resources;
}
