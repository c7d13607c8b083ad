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

import { mockServices } from '@backstage/backend-test-utils';
import {
  NOW,
  testNode,
  testPod,
  testStatus,
  testWorkload,
} from '../__testUtils__/objects';
import type { KindName, ProjectedKinds } from '../projection';
import type { AppSelector } from '../selector';
import type { FleetChange } from '../service/FleetService';
import { ChangeCollector } from './ChangeCollector';
import { ClusterCache } from './ClusterCache';
import { MemoryBudget } from './MemoryBudget';
import { ObjectBudget } from './ObjectBudget';
import { RestartHistory } from './RestartHistory';
import { selectApp } from './selectApp';

const selector = (over: Partial<AppSelector> = {}): AppSelector => ({
  kubernetesId: 'web',
  namespaces: [],
  clusters: [],
  description: '',
  ...over,
});

const OWN = { 'backstage.io/kubernetes-id': 'web' };
const RS = { kind: 'ReplicaSet', name: 'web-abc', uid: 'uid-web-abc' };
const DEPLOYMENT = { kind: 'Deployment', name: 'web', uid: 'uid-web' };

describe('ClusterCache', () => {
  let changes: FleetChange[];
  let cache: ClusterCache;
  let collector: ChangeCollector;

  beforeEach(() => {
    jest.useFakeTimers();
    changes = [];
    collector = new ChangeCollector({
      cluster: 'beijing',
      cache: () => cache,
      emit: change => changes.push(change),
    });
    cache = new ClusterCache({
      onChanges: found => collector.addObjects(found),
    });
  });

  afterEach(() => {
    collector.close();
    jest.useRealTimers();
  });

  function list<K extends KindName>(
    kind: K,
    objects: Array<ProjectedKinds[K]>,
  ) {
    const staged = cache.target(kind).stage();
    staged.add(objects);
    staged.commit();
  }

  function seed() {
    list('deployments', [testWorkload({ labels: OWN })]);
    list('replicasets', [
      {
        ...testWorkload({ name: 'web-abc', labels: {}, owner: DEPLOYMENT }),
        conditions: [],
      },
    ]);
    list('pods', [
      testPod({ name: 'labelled' }),
      // Chosen only by who owns it.
      testPod({ name: 'owned', labels: {}, owner: RS }),
      testPod({ name: 'stranger', labels: { app: 'api' } }),
      testPod({ name: 'elsewhere', namespace: 'other' }),
    ]);
    jest.advanceTimersByTime(200);
    changes.length = 0;
  }

  const podNames = (by: AppSelector) =>
    selectApp(cache, by)
      .pods.map(({ name }) => name)
      .sort();

  it('chooses by label and by owner, within namespaces', () => {
    seed();
    expect(podNames(selector())).toEqual(['elsewhere', 'labelled', 'owned']);
    expect(podNames(selector({ namespaces: ['shop'] }))).toEqual([
      'labelled',
      'owned',
    ]);
    const byLabel = selector({
      labels: [{ key: 'app', operator: 'in', values: ['api'] }],
    });
    expect(podNames(byLabel)).toEqual(['stranger']);
    expect(podNames({ ...byLabel, namespaces: ['other'] })).toEqual([]);
    expect(podNames(selector({ kubernetesId: 'none' }))).toEqual([]);
  });

  it('keeps the old copy until the new one is whole, and the same object for what did not change', () => {
    seed();
    const before = cache.stores.pods.get('shop', 'labelled');
    const staged = cache.target('pods').stage();
    staged.add([testPod({ name: 'labelled' })]);
    expect(cache.stores.pods.size).toBe(4);
    staged.commit();
    expect(cache.stores.pods.size).toBe(1);
    expect(cache.stores.pods.get('shop', 'labelled')).toBe(before);
    expect([...cache.stores.pods.by('node', 'node-1')]).toEqual([before]);
    expect([...cache.stores.pods.by('owner', RS.uid)]).toEqual([]);
  });

  it('moves a pod between indexes as it changes, and takes it out in the end', () => {
    seed();
    const target = cache.target('pods');
    const moved = testPod({ name: 'labelled', version: '2', node: 'node-2' });
    target.apply([{ type: 'MODIFIED', version: '2', object: moved }]);
    expect([...cache.stores.pods.by('node', 'node-2')]).toHaveLength(1);
    expect([...cache.stores.pods.by('node', 'node-1')]).toHaveLength(3);
    // The same event twice, and a deletion of what is not there, change nothing more.
    target.apply([
      { type: 'ADDED', version: '2', object: { ...moved } },
      { type: 'DELETED', version: '3', object: { ...moved } },
      { type: 'DELETED', version: '3', object: { ...moved } },
    ]);
    expect([...cache.stores.pods.by('node', 'node-2')]).toHaveLength(0);
    expect(podNames(selector({ namespaces: ['shop'] }))).toEqual(['owned']);
  });

  it('tells once what changed, to those whom it concerns', () => {
    seed();
    const target = cache.target('pods');
    for (let index = 0; index < 50; index += 1) {
      const pod = testPod({
        name: 'owned',
        labels: {},
        owner: RS,
        version: `v${index}`,
      });
      target.apply([{ type: 'MODIFIED', version: 'x', object: pod }]);
    }
    expect(changes).toHaveLength(0);
    jest.advanceTimersByTime(100);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      cluster: 'beijing',
      clusterChanged: false,
    });
    expect(changes[0].affects(selector())).toBe(true);
    expect(changes[0].affects(selector({ kubernetesId: 'api' }))).toBe(false);
    expect(changes[0].affects(selector({ clusters: ['shanghai'] }))).toBe(
      false,
    );
  });

  it('tells the app of its autoscaler, and everybody of a flood', () => {
    seed();
    list('horizontalpodautoscalers', [
      {
        ...testWorkload({ name: 'hpa', labels: {} }),
        target: { kind: 'Deployment', name: 'web' },
        min: 1,
        max: 3,
        conditions: [],
      },
    ]);
    jest.advanceTimersByTime(100);
    expect(changes[0].affects(selector())).toBe(true);
    expect(selectApp(cache, selector()).workloads[0].autoscaler?.name).toBe(
      'hpa',
    );
    list(
      'pods',
      Array.from({ length: 3_000 }, (_, index) =>
        testPod({ name: `p${index}`, labels: { app: 'flood' } }),
      ),
    );
    jest.advanceTimersByTime(100);
    expect(changes[1].affects(selector({ kubernetesId: 'anyone' }))).toBe(true);
    expect(changes[1].clusterChanged).toBe(true);
  });

  it('tells of nodes only what the statuses of apps follow from', () => {
    seed();
    const node = testNode({ name: 'n1' });
    const told = () => {
      jest.advanceTimersByTime(100);
      const { clusterChanged, statusesChanged } = changes.at(-1)!;
      return { clusterChanged, statusesChanged };
    };
    list('nodes', [node]);
    expect(told()).toEqual({ clusterChanged: true, statusesChanged: true });
    // As a kubelet reports every five minutes.
    list('nodes', [{ ...node, version: 'later' }]);
    expect(told()).toEqual({ clusterChanged: true, statusesChanged: false });
    list('nodes', [{ ...node, version: 'lost', ready: false }]);
    expect(told()).toEqual({ clusterChanged: true, statusesChanged: true });
  });

  it('gives its part of both ceilings back when its cluster leaves, and tells nobody', () => {
    const logger = mockServices.logger.mock();
    const budget = ObjectBudget.create({
      config: { enabled: true, maxBytes: 1e6 },
      logger,
    });
    const memory = MemoryBudget.create({ maxBytes: 1e6, logger });
    const share = memory.share('beijing', 'pods');
    const onChanges = jest.fn();
    const left = new ClusterCache({ onChanges, budget, memory: () => share });
    const staged = left.target('pods').stage();
    staged.add([testPod({ whole: new Uint8Array(100) })]);
    staged.commit();
    expect([memory.bytes > 0, budget.usage().bytes > 0]).toEqual([true, true]);
    expect(onChanges).toHaveBeenCalledTimes(1);
    left.close();
    expect([memory.bytes, budget.usage().bytes]).toEqual([0, 0]);
    expect(onChanges).toHaveBeenCalledTimes(1);
  });
});

describe('RestartHistory', () => {
  it('counts restarts as they are seen, and the last one of those before', () => {
    let now = NOW;
    const history = new RestartHistory(() => now);
    const pod = (restarts: number) =>
      testPod({
        statuses: [
          testStatus({
            restarts,
            last: { exitCode: 1, finishedAt: NOW - 60_000 },
          }),
        ],
      });
    history.record(undefined, pod(7));
    expect(history.lastHour(pod(7))).toBe(1);
    history.record(pod(7), pod(9));
    expect(history.lastHour(pod(9))).toBe(3);
    now += 3_590_000;
    expect(history.lastHour(pod(9))).toBe(2);
    now += 3_600_000;
    expect(history.lastHour(pod(9))).toBe(0);
    history.record(pod(9), undefined);
    expect(history.lastHour(pod(9))).toBe(0);
  });
});
