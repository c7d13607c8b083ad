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

import { quantity, SimulatedPod } from '../SimulatedPod';
import { ClusterUsage } from './ClusterUsage';
import { parseLabelSelector } from './labelSelector';
import { MetricsApi } from './MetricsApi';
import { MetricsObject } from './metricsObjects';

const ROOT = '/apis/metrics.k8s.io/v1beta1';
const MIB = 1024 ** 2;

function pod(name: string, namespace: string, app: string): SimulatedPod {
  return {
    cluster: 'beijing',
    namespace,
    name,
    node: 'large-0',
    app,
    labels: { app, tier: 'front' },
    container: 'server',
    otherContainers: ['sidecar'],
    cpu: 2,
    memory: 4096 * MIB,
    gpus: 0,
    batch: false,
  };
}

const USAGE: ClusterUsage = {
  at: new Date('2026-01-02T03:04:05Z'),
  windowSeconds: 1,
  pods: [
    { pod: pod('a-1', 'ml', 'a'), use: { cpu: 0.5, memory: 100 * MIB } },
    { pod: pod('a-2', 'ml', 'a'), use: { cpu: 0.25, memory: 50 * MIB } },
    { pod: pod('b-1', 'web', 'b'), use: { cpu: 1, memory: 10 * MIB } },
  ],
  nodes: [
    { name: 'large-0', labels: { zone: 'a' } },
    { name: 'large-1', labels: { zone: 'b' } },
  ],
};

describe('MetricsApi', () => {
  const api = MetricsApi.create(() => USAGE);
  const get = <T = { items: MetricsObject[] }>(path: string) =>
    api.answer('GET', `${ROOT}${path}`).body as T;
  const names = (path: string) =>
    get(path).items.map(({ metadata }) => metadata.name);

  it('lists pods as an autoscaler asks for them', () => {
    expect(
      names('/namespaces/ml/pods?labelSelector=app%3Da%2Ctier+in+%28front%29'),
    ).toEqual(['a-1', 'a-2']);
    expect(names('/namespaces/web/pods?labelSelector=app%3Da')).toEqual([]);
    expect(names('/pods')).toEqual(['a-1', 'a-2', 'b-1']);
    expect(names('/nodes?labelSelector=zone!%3Da')).toEqual(['large-1']);
  });

  it('says what an instance uses, of each container, and that it is simulated', () => {
    const found = get<MetricsObject>('/namespaces/ml/pods/a-1');
    expect(found).toMatchObject({
      kind: 'PodMetrics',
      metadata: {
        labels: { app: 'a' },
        annotations: { 'slipway.dev/simulated': 'true' },
      },
      timestamp: '2026-01-02T03:04:05.000Z',
      window: '1s',
      containers: [
        { name: 'server', usage: { cpu: '500000000n', memory: '102400Ki' } },
        { name: 'sidecar', usage: { cpu: '0n', memory: '0Ki' } },
      ],
    });
  });

  it('adds up the instances of a node', () => {
    const usage = get<MetricsObject>('/nodes/large-0').usage!;
    expect(parseInt(usage.cpu, 10)).toBe(1.75e9);
    expect(quantity(usage.memory)).toBe(160 * MIB);
    expect(get<MetricsObject>('/nodes/large-1').usage?.cpu).toBe('0n');
  });

  it('describes itself to API servers', () => {
    const body = (path: string) => api.answer('GET', path).body;
    expect(body('/apis')).toMatchObject({
      kind: 'APIGroupList',
      groups: [{ name: 'metrics.k8s.io' }],
    });
    expect(body('/apis/metrics.k8s.io')).toMatchObject({
      kind: 'APIGroup',
      preferredVersion: { groupVersion: 'metrics.k8s.io/v1beta1' },
    });
    expect(body(ROOT)).toMatchObject({
      kind: 'APIResourceList',
      resources: [{ name: 'nodes' }, { name: 'pods', namespaced: true }],
    });
    expect(body('/openapi/v2')).toMatchObject({ swagger: '2.0', paths: {} });
    expect(body('/openapi/v3')).toEqual({ paths: {} });
  });

  it.each([
    [404, 'GET', `${ROOT}/namespaces/ml/pods/gone`],
    [404, 'GET', `${ROOT}/namespaces/ml/nodes`],
    [404, 'GET', `${ROOT}/pods/a-1`],
    [404, 'GET', '/apis/apps'],
    [400, 'GET', `${ROOT}/pods?labelSelector=%28`],
    [400, 'GET', `${ROOT}/pods?watch=1`],
    [405, 'DELETE', `${ROOT}/pods`],
  ])('answers %i to %s %s', (status, method, path) => {
    expect(api.answer(method, path)).toMatchObject({
      status,
      body: { kind: 'Status', code: status },
    });
  });
});

describe('parseLabelSelector', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier=front', true],
    ['app=api', false],
    ['app!=api', true],
    ['missing!=x', true],
    ['tier in (back, front),app', true],
    ['tier notin (back,front)', false],
    ['missing notin (a)', true],
    ['missing in (a)', false],
    ['!missing', true],
    ['!app', false],
    ['missing', false],
    ['empty=', true],
  ])('%s: %s', (selector, expected) => {
    const labels = { app: 'web', tier: 'front', empty: '' };
    expect(parseLabelSelector(selector)(labels)).toBe(expected);
  });

  it.each(['a b', 'a in b', 'a=b=c', ',', 'a in (b'])('refuses "%s"', text =>
    expect(() => parseLabelSelector(text)).toThrow('no label selector'),
  );
});
