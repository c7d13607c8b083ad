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

import type { BackendMemory } from '../backend';
import type { BenchSession } from '../BenchSession';
import type { DatasetSpec } from '../dataset';
import { memoryPerPod } from '../measure';

export interface MemoryResult {
  /** Of Slipway's fleet alone, in bytes. */
  fleetPerPod: number;
  /** The same with whole objects, for the stock tab. */
  modulePerPod: number;
  of: Record<'empty' | 'fleet' | 'emptyModule' | 'module', BackendMemory>;
}

/** Fills the clusters, and compares backends before and after. */
export async function measureMemory(
  session: BenchSession,
  spec: DatasetSpec,
): Promise<MemoryResult> {
  const empty = await session.memoryOf('fleet', spec);
  const emptyModule = await session.memoryOf('module', spec);
  await session.clusters.fill(spec);
  const fleet = await session.memoryOf('fleet', spec);
  const module = await session.memoryOf('module', spec);
  const pods = spec.clusters * spec.pods;
  return {
    fleetPerPod: memoryPerPod(empty, fleet, pods),
    modulePerPod: memoryPerPod(emptyModule, module, pods),
    of: { empty, fleet, emptyModule, module },
  };
}
