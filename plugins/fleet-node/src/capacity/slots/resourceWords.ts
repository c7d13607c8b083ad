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

import { formatBytes, formatCores, formatGpus } from '../../health/quantities';
import { ANY_GPU } from '../PlacementTemplate';

/** `nvidia.com/gpu`, `amd.com/gpu`, `nvidia.com/gpu.shared`, and GPUs of whatever kind. */
const GPU = /(^|\/)gpu(\.|$)/;
const BYTES = /^(memory|ephemeral-storage|hugepages-)/;

export function isGpu(name: string): boolean {
  return name === ANY_GPU || GPU.test(name);
}

/** A resource as it is said in a sentence. */
export function resourceWord(name: string): string {
  if (isGpu(name)) {
    return 'GPU';
  }
  switch (name) {
    case 'cpu':
      return 'CPU';
    case 'pods':
      return 'room for pods';
    case 'ephemeral-storage':
      return 'ephemeral storage';
    default:
      return name;
  }
}

/** An amount with its unit. */
export function formatAmount(name: string, amount: number): string {
  if (isGpu(name)) {
    return formatGpus(amount);
  }
  if (name === 'cpu') {
    return formatCores(amount);
  }
  return BYTES.test(name) ? formatBytes(amount) : `${amount} ${name}`;
}
