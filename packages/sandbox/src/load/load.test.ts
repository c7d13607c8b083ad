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

import fc from 'fast-check';
import { AppSimulation } from './AppSimulation';
import { divideLoad } from './divideLoad';
import { toText } from './exposition';
import { GpuLedger, GpuNode } from './GpuLedger';
import { gpuFamilies } from './gpuMetrics';
import { useUnderLoad } from './instanceModel';
import { loadAt, parseRate } from './LoadTable';
import { quantity, SimulatedPod, simulatedPod } from './SimulatedPod';

function pod(name: string, more: Partial<SimulatedPod> = {}): SimulatedPod {
  return {
    cluster: 'beijing',
    namespace: 'ml',
    name,
    node: 'gpu-0',
    app: 'server',
    labels: {},
    container: 'server',
    otherContainers: [],
    cpu: 2,
    memory: 4 * 1024 ** 3,
    gpus: 0,
    batch: false,
    ...more,
  };
}

describe('divideLoad', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), {
    minLength: 1,
    maxLength: 50,
  });

  it('gives away all of it, nearly evenly', () => {
    fc.assert(
      fc.property(
        names,
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (pods, total) => {
          const shares = divideLoad(total, pods);
          const sum = shares.reduce((a, b) => a + b, 0);
          expect(sum / total).toBeCloseTo(1, 9);
          for (const share of shares) {
            expect(Math.abs(share / (total / pods.length) - 1)).toBeLessThan(
              0.2,
            );
          }
        },
      ),
    );
  });

  it('lowers the load of each when one joins', () => {
    fc.assert(
      fc.property(names, pods => {
        const before = divideLoad(1000, pods);
        const after = divideLoad(1000, [...pods, 'one more than before']);
        before.forEach((share, index) =>
          expect(after[index]).toBeLessThan(share),
        );
      }),
    );
  });

  it('has nothing to give where nobody is ready', () => {
    expect(divideLoad(1000, [])).toEqual([]);
  });
});

describe('useUnderLoad', () => {
  it('slows down, fails more and uses more CPU as load grows', () => {
    const size = { cpu: 2, memory: 1024 };
    const [light, heavy, over] = [50, 250, 400].map(load =>
      useUnderLoad(size, load),
    );
    expect(heavy.latencySeconds).toBeGreaterThan(light.latencySeconds);
    expect(over.errorsPerSecond / 400).toBeGreaterThan(
      light.errorsPerSecond / 50,
    );
    expect(over.cpu).toBe(2);
    expect(light.memory).toBeLessThan(size.memory);
  });
});

describe('parseRate', () => {
  it.each([
    ['1200rps', 1200],
    ['1.5krps', 1500],
    ['80', 80],
  ])('reads %s', (text, rate) => expect(parseRate(text)).toBe(rate));

  it.each(['', 'fast', '12apples', '-3rps'])('refuses "%s"', text =>
    expect(() => parseRate(text)).toThrow('1200rps'),
  );
});

describe('loadAt', () => {
  it('is constant without a swing, and swings within its bounds', () => {
    expect(loadAt({ requestsPerSecond: 100 }, 123_456)).toBe(100);
    fc.assert(
      fc.property(fc.nat(), now => {
        const load = loadAt({ requestsPerSecond: 100, swing: 0.2 }, now);
        expect(load).toBeGreaterThanOrEqual(80);
        expect(load).toBeLessThanOrEqual(120);
      }),
    );
  });
});

describe('simulatedPod', () => {
  const running = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'a-1',
      namespace: 'ml',
      labels: { 'backstage.io/kubernetes-id': 'a' },
    },
    spec: {
      nodeName: 'gpu-0',
      containers: [
        { name: 'a', resources: { requests: { cpu: '500m', memory: '2Gi' } } },
        { name: 'b', resources: { requests: { 'nvidia.com/gpu': '2' } } },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };

  it('adds up what its containers ask for', () => {
    expect(simulatedPod('beijing', running)).toMatchObject({
      app: 'a',
      container: 'a',
      otherContainers: ['b'],
      labels: running.metadata.labels,
      cpu: 0.5,
      memory: 2 * 1024 ** 3,
      gpus: 2,
    });
  });

  it('carries no load before it is ready, and once it is being deleted', () => {
    const conditions = [{ type: 'Ready', status: 'False' }];
    const unready = { ...running, status: { phase: 'Running', conditions } };
    expect(simulatedPod('beijing', unready)).toBeUndefined();
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const leaving = {
      ...running,
      metadata: { ...running.metadata, deletionTimestamp },
    };
    expect(simulatedPod('beijing', leaving)).toBeUndefined();
  });

  it.each([
    ['250m', 0.25],
    ['3', 3],
    ['2Gi', 2 * 1024 ** 3],
    ['1k', 1000],
    [undefined, 0],
  ])('reads the quantity %s', (text, value) =>
    expect(quantity(text)).toBe(value),
  );
});

describe('AppSimulation', () => {
  const valuesOf = (simulation: AppSimulation, name: string) => {
    const family = simulation.families().find(each => each.name === name);
    return family?.samples.map(({ value }) => value) ?? [];
  };
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

  it('counts the load over all clusters, whoever carries it', () => {
    const simulation = AppSimulation.create();
    const pods = [pod('a'), pod('b', { cluster: 'shanghai' })];
    simulation.advance(10, pods, () => 100);
    simulation.advance(10, [...pods, pod('c')], () => 100);
    const requests = valuesOf(simulation, 'http_server_requests_total');
    expect(requests).toHaveLength(3);
    expect(sum(requests)).toBeCloseTo(2000, 6);
  });

  it('tells what each instance uses now', () => {
    const simulation = AppSimulation.create();
    simulation.advance(1, [pod('a'), pod('b')], () => 320);
    const use = simulation.uses().map(each => each.use.cpu / each.pod.cpu);
    expect(sum(use) / 2).toBeCloseTo(0.53, 6);
    simulation.advance(1, [pod('a')], () => 160);
    expect(simulation.uses().map(each => each.pod.name)).toEqual(['a']);
  });

  it('lets jobs serve nothing', () => {
    const simulation = AppSimulation.create();
    simulation.advance(10, [pod('job', { batch: true })], () => 100);
    expect(valuesOf(simulation, 'http_server_requests_total')).toEqual([]);
    expect(valuesOf(simulation, 'process_threads')).toHaveLength(1);
  });

  it('says in its text that it is simulated', () => {
    const simulation = AppSimulation.create();
    simulation.advance(1, [pod('a"b')], () => 10);
    const text = toText(simulation.families());
    const help = text.split('\n').filter(line => line.startsWith('# HELP'));
    expect(help).toHaveLength(7);
    help.forEach(line => expect(line).toContain('Simulated'));
    expect(text).toContain('pod="a\\"b"');
    expect(text).toMatch(/_duration_seconds_bucket\{[^}]*le="\+Inf"\} 10$/m);
  });
});

describe('GpuLedger', () => {
  const node: GpuNode = {
    cluster: 'beijing',
    name: 'gpu-0',
    product: 'NVIDIA-H20',
    memoryMiB: 97_871,
    count: 8,
  };
  const heldBy = (ledger: GpuLedger, pods: SimulatedPod[], name: string) =>
    ledger
      .update([node], pods)
      .filter(gpu => gpu.holder?.name === name)
      .map(gpu => gpu.index);

  it('gives each pod its number and stays with it', () => {
    const ledger = GpuLedger.create();
    const [a, b, c] = ['a', 'b', 'c'].map(name => pod(name, { gpus: 3 }));
    expect(heldBy(ledger, [a, b], 'b')).toEqual([3, 4, 5]);
    expect(heldBy(ledger, [b], 'b')).toEqual([3, 4, 5]);
    expect(heldBy(ledger, [b, c], 'c')).toEqual([0, 1, 2]);
    expect(heldBy(ledger, [b, c], 'b')).toEqual([3, 4, 5]);
  });

  it('reports every GPU; only held ones name a pod', () => {
    const gpus = GpuLedger.create().update([node], [pod('a', { gpus: 2 })]);
    const families = gpuFamilies(gpus, 0);
    expect(families.map(({ name }) => name)).toEqual([
      'DCGM_FI_DEV_GPU_UTIL',
      'DCGM_FI_PROF_GR_ENGINE_ACTIVE',
      'DCGM_FI_DEV_FB_USED',
      'DCGM_FI_DEV_FB_FREE',
    ]);
    for (const { samples } of families) {
      expect(samples).toHaveLength(8);
      expect(samples.filter(({ labels }) => labels.pod)).toHaveLength(2);
      expect(new Set(samples.map(({ labels }) => labels.UUID)).size).toBe(8);
    }
  });
});
