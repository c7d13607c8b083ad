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

import { NOW, testNode, testPod } from '../__testUtils__/objects';
import type { GpuSample } from '../metrics/MetricsSnapshot';
import { countGpus, gpuNode } from './gpus';

const CONFIG = { idleThreshold: 0.05, idleMs: 1_800_000 };
const NODE = testNode({
  gpuProduct: 'NVIDIA-H20',
  allocatable: { cpu: 1, memory: 1, gpu: 4, pods: 10 },
});

const holder = (name: string, gpu: number, startedAt = NOW - 7_200_000) =>
  testPod({ name, startedAt, requests: { cpu: 1, memory: 1, gpu } });
const sample = (index: number, over: Partial<GpuSample> = {}): GpuSample => ({
  node: 'node-1',
  index,
  namespace: 'shop',
  measuredAt: NOW,
  ...over,
});

function uses(pods: ReturnType<typeof holder>[], samples: GpuSample[]) {
  const node = gpuNode({ node: NODE, pods, samples, config: CONFIG, now: NOW });
  return node.gpus.map(
    ({ use, holder: found }) => `${use} ${found?.pod ?? '-'}`,
  );
}

describe('gpuNode', () => {
  it('never calls a GPU idle that nobody measures', () => {
    const pods = [holder('a', 2), holder('b', 1)];
    expect(uses(pods, [])).toEqual([
      'unknown a',
      'unknown a',
      'unknown b',
      'free -',
    ]);
    expect(
      uses(pods, [sample(0, { pod: 'a', memoryUsedMiB: 80_000 })])[0],
    ).toBe('unknown a');
  });

  it('goes by the exporter for which GPU is whose, and fills up the rest', () => {
    const node = gpuNode({
      node: NODE,
      pods: [holder('a', 1), holder('b', 2)],
      samples: [
        sample(3, { pod: 'a', utilization: 0.9 }),
        sample(1, { pod: 'b', utilization: 0.01, quietSince: NOW - 3_600_000 }),
        // Of a pod that is gone.
        sample(0, { pod: 'old', utilization: 0.5 }),
      ],
      config: CONFIG,
      now: NOW,
    });
    expect(node.gpus).toMatchObject([
      { use: 'busy', holder: { pod: 'b' } },
      {
        use: 'idle',
        holder: { pod: 'b' },
        idleSince: '2026-11-22T13:00:00.000Z',
      },
      { use: 'free' },
      { use: 'busy', holder: { pod: 'a', app: 'web' }, utilization: 0.9 },
    ]);
    expect(countGpus([node])).toEqual({
      total: 4,
      free: 1,
      busy: 2,
      idle: 1,
      unknown: 0,
    });
  });

  it.each([
    [
      'quiet for too short a time',
      { utilization: 0.01, quietSince: NOW - 60_000 },
      'busy',
    ],
    [
      'quiet before the pod came',
      { utilization: 0, quietSince: NOW - 86_400_000 },
      'idle',
    ],
    ['used again', { utilization: 0.3, quietSince: NOW - 3_600_000 }, 'busy'],
    ['quiet, nobody knows since when', { utilization: 0 }, 'busy'],
  ])('%s', (_, over, use) => {
    expect(uses([holder('a', 1)], [sample(0, { pod: 'a', ...over })])[0]).toBe(
      `${use} a`,
    );
  });

  it('does not blame a young pod for the idleness before it', () => {
    const young = holder('a', 1, NOW - 60_000);
    const quiet = sample(0, {
      pod: 'a',
      utilization: 0,
      quietSince: NOW - 86_400_000,
    });
    expect(uses([young], [quiet])[0]).toBe('busy a');
  });
});
