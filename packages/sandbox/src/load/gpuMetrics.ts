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

import { fraction } from './divideLoad';
import { MetricFamily } from './exposition';
import { SimulatedGpu } from './GpuLedger';

/** Every so many GPUs held by a service do nothing, so that idle ones can be seen. */
const IDLE_SHARE = 0.34;
const TRAINING_UTILIZATION = 0.93;
const SERVING_UTILIZATION = 0.55;
const WOBBLE = 0.05;
/** What driver and context take of a GPU that nobody uses. */
const RESERVED_MIB = 512;

/**
 * What DCGM's exporter would send: percent in `GPU_UTIL`, a ratio in `GR_ENGINE_ACTIVE`, MiB in the memory metrics.
 * Labels are those before Prometheus renames `pod` to `exported_pod`.
 */
export function gpuFamilies(gpus: SimulatedGpu[], now: number): MetricFamily[] {
  const family = (
    name: string,
    help: string,
    value: (gpu: SimulatedGpu) => number,
  ): MetricFamily => ({
    name,
    help,
    type: 'gauge',
    samples: gpus.map(gpu => ({ labels: labelsOf(gpu), value: value(gpu) })),
  });
  const total = (gpu: SimulatedGpu) => gpu.node.memoryMiB - RESERVED_MIB;
  const used = (gpu: SimulatedGpu) => Math.round(total(gpu) * memoryPart(gpu));
  return [
    family('DCGM_FI_DEV_GPU_UTIL', 'GPU utilization, in percent.', gpu =>
      Math.round(100 * utilizationOf(gpu, now)),
    ),
    family(
      'DCGM_FI_PROF_GR_ENGINE_ACTIVE',
      'Part of time the graphics engine is active, 0 to 1.',
      gpu => utilizationOf(gpu, now),
    ),
    family('DCGM_FI_DEV_FB_USED', 'Framebuffer in use, in MiB.', used),
    family(
      'DCGM_FI_DEV_FB_FREE',
      'Framebuffer free, in MiB.',
      gpu => total(gpu) - used(gpu),
    ),
  ];
}

/** 0 to 1. */
export function utilizationOf(gpu: SimulatedGpu, now: number): number {
  if (!gpu.holder || isIdle(gpu)) {
    return 0;
  }
  const base = gpu.holder.batch ? TRAINING_UTILIZATION : SERVING_UTILIZATION;
  const phase = now / 60_000 + 2 * Math.PI * fraction(gpu.uuid);
  return base + WOBBLE * Math.sin(phase);
}

function memoryPart(gpu: SimulatedGpu): number {
  if (!gpu.holder) {
    return 0;
  }
  return isIdle(gpu) ? 0.31 : 0.82;
}

// a training job uses all it holds
function isIdle(gpu: SimulatedGpu): boolean {
  return (
    gpu.holder !== undefined &&
    !gpu.holder.batch &&
    fraction(gpu.holder.name) < IDLE_SHARE
  );
}

function labelsOf({
  node,
  index,
  uuid,
  holder,
}: SimulatedGpu): Record<string, string> {
  return {
    cluster: node.cluster,
    gpu: String(index),
    UUID: uuid,
    device: `nvidia${index}`,
    modelName: node.product.replace(/-/g, ' '),
    Hostname: node.name,
    ...(holder
      ? {
          namespace: holder.namespace,
          pod: holder.name,
          container: holder.container,
        }
      : {}),
  };
}
