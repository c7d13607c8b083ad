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

import { parse } from 'yaml';
import { DEFAULT_CLUSTERS } from './ClusterSpec';
import { kubeconfigOf } from './kubeconfig';
import { kwokStages } from './kwokStages';
import { choosePorts } from './Ports';
import { simulatedNode, simulatedNodeStatus } from './simulatedNode';
import { withNodeCount } from './withNodeCount';

const [beijing] = DEFAULT_CLUSTERS;

describe('withNodeCount', () => {
  const count = (pools = beijing.pools) =>
    pools?.reduce((sum, pool) => sum + pool.count, 0);

  it('grows and shrinks a pool without GPUs', () => {
    const grown = withNodeCount(beijing, 40);
    expect(count(grown.pools)).toBe(40);
    const gpuPools = (pools = beijing.pools) => pools?.filter(({ gpu }) => gpu);
    expect(gpuPools(grown.pools)).toEqual(gpuPools());
  });

  it('says when the other pools have more', () => {
    expect(() => withNodeCount(beijing, 2)).toThrow(/beijing has \d+ nodes/);
  });
});

describe('simulatedNode', () => {
  it('carries the labels and the capacity of its GPUs', () => {
    const pool = beijing.pools!.find(({ gpu }) => gpu)!;
    const node = simulatedNode(beijing, pool, 1);
    expect(node.metadata.name).toBe('beijing-gpu-h20-1');
    expect(node.metadata.labels).toMatchObject({
      'nvidia.com/gpu.product': 'NVIDIA-H20',
      'nvidia.com/gpu.memory': '97871',
      'topology.kubernetes.io/region': 'cn-beijing',
    });
    expect(simulatedNodeStatus(pool)).toMatchObject({
      capacity: { cpu: '192', 'nvidia.com/gpu': '8' },
      allocatable: { cpu: '191800m', memory: `${1900 * 1024 - 1024}Mi` },
    });
  });
});

describe('kwokStages', () => {
  it('shortens the delays of stages that it knows', () => {
    const stage = (name: string) =>
      `metadata: {name: ${name}}\nspec: {delay: {durationMilliseconds: 1000}}\n`;
    const [ready, other] = kwokStages([stage('pod-ready'), stage('other')])
      .split('---\n')
      .map(text => parse(text));
    expect(ready.spec.delay.durationMilliseconds).toBe(500);
    expect(other.spec.delay.durationMilliseconds).toBe(1000);
  });
});

describe('choosePorts', () => {
  it('keeps the ports of last time', async () => {
    const ports = await choosePorts(undefined);
    expect(new Set(Object.values(ports)).size).toBe(8);
    expect(await choosePorts(ports)).toEqual(ports);
  });
});

describe('kubeconfigOf', () => {
  it('has a context for each cluster', () => {
    const entry = {
      url: 'https://127.0.0.1:1',
      caData: 'Y2E=',
      adminToken: 't',
    };
    const config = parse(
      kubeconfigOf([
        { name: 'a', ...entry },
        { name: 'b', ...entry },
      ]),
    );
    expect(config['current-context']).toBe('a');
    expect(config.contexts[1].context).toEqual({
      cluster: 'b',
      user: 'b-admin',
    });
  });
});
