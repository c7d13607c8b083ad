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
import { ANY_GPU, type PlacementTemplate } from '../PlacementTemplate';

/** The taint that keeps pods without GPUs away from GPU nodes; those with GPUs get a toleration at admission. */
const GPU_TAINT = 'nvidia.com/gpu';

/** An instance of which no more is known than its size: it goes wherever there is room. */
export function sizeTemplate({
  cpu,
  memory,
  gpu,
}: InstanceSize): PlacementTemplate {
  return {
    bare: true,
    namespace: 'default',
    labels: {},
    asked: new Map(
      [
        [ANY_GPU, gpu] as const,
        ['cpu', cpu] as const,
        ['memory', memory] as const,
      ].filter(([, amount]) => amount > 0),
    ),
    nodeSelector: {},
    tolerations:
      gpu > 0 ? [{ key: GPU_TAINT, operator: 'Exists', value: '' }] : [],
    hostPorts: [],
    affinity: [],
    antiAffinity: [],
    spread: [],
  };
}
