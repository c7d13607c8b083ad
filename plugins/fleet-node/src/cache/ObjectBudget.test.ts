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
import { testPod } from '../__testUtils__/objects';
import { wholeCost, type KindName, type ProjectedObject } from '../projection';
import { ClusterCache } from './ClusterCache';
import { ObjectBudget } from './ObjectBudget';
import { selectObjects } from './selectObjects';

const SIZE = 1_000;
const COST = wholeCost({ whole: new Uint8Array(SIZE) });

describe('ObjectBudget', () => {
  const logger = mockServices.logger.mock();

  function create(config: { fit?: number; enabled?: boolean } = {}) {
    const budget = ObjectBudget.create({
      config: {
        enabled: config.enabled,
        maxBytes: COST * (config.fit ?? 100),
      },
      logger,
    });
    budget.want();
    const cache = new ClusterCache({ onChanges: () => {}, budget });
    return { budget, cache };
  }

  const pod = (name: string, version = '1') =>
    testPod({
      name,
      version,
      whole: new Uint8Array(SIZE),
      labels: { 'backstage.io/kubernetes-id': 'web', tier: name },
    });

  const map = (name: string): ProjectedObject => {
    const { uid, version, namespace, labels, createdAt, whole } = pod(name);
    return { uid, name, version, namespace, labels, createdAt, whole };
  };

  function stage(
    cache: ClusterCache,
    kind: 'pods' | 'configmaps',
    objects: ProjectedObject[],
  ) {
    const staged = cache.target(kind as KindName).stage();
    staged.add(objects as never);
    return staged;
  }

  const select = (cache: ClusterCache, kind: KindName = 'pods') =>
    selectObjects(cache, kind, { labels: [] })?.objects.map(
      ({ whole }) => whole,
    );

  it('counts what is held through lists, events and lists anew', () => {
    const { budget, cache } = create();
    stage(cache, 'pods', [pod('a'), pod('b')]).commit();
    expect(budget.usage().bytes).toBe(2 * COST);
    cache.target('pods').apply([
      { type: 'MODIFIED', version: '2', object: pod('a', '2') },
      { type: 'ADDED', version: '3', object: pod('c', '3') },
      { type: 'DELETED', version: '4', object: pod('b') },
    ]);
    expect(budget.usage().bytes).toBe(2 * COST);
    // A list that is never finished counts only until the next one begins.
    stage(cache, 'pods', [pod('x'), pod('y')]);
    expect(budget.usage().bytes).toBe(4 * COST);
    const again = stage(cache, 'pods', [pod('a', '2')]);
    expect(budget.usage().bytes).toBe(2 * COST);
    again.commit();
    expect(budget.usage()).toEqual({ bytes: COST, givenUp: [] });
    expect(select(cache)).toHaveLength(1);
  });

  it('gives up the kind that takes most, and keeps the others', () => {
    const { budget, cache } = create({ fit: 3 });
    stage(cache, 'configmaps', [map('m')]).commit();
    stage(cache, 'pods', [pod('a'), pod('b')]).commit();
    expect(budget.usage().givenUp).toEqual([]);
    cache
      .target('pods')
      .apply([{ type: 'ADDED', version: '9', object: pod('c') }]);
    expect(budget.usage()).toEqual({ bytes: COST, givenUp: ['pods'] });
    expect(budget.holds('pods')).toBe(false);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('pods, which took most, are no longer held'),
      expect.objectContaining({ kind: 'pods' }),
    );
    // The projections stay; it cannot be answered for the whole objects any more.
    expect(cache.stores.pods.size).toBe(3);
    expect(select(cache)).toBe(undefined);
    expect(select(cache, 'configmaps')).toHaveLength(1);
    stage(cache, 'pods', [pod('d')]).commit();
    expect(cache.stores.pods.get('shop', 'd')?.whole).toBe(undefined);
    expect(budget.usage().bytes).toBe(COST);
  });

  it('gives up a kind while its first list comes in', () => {
    const { budget, cache } = create({ fit: 3 });
    const staged = stage(cache, 'pods', [pod('a'), pod('b')]);
    staged.add([pod('c'), pod('d')]);
    expect(budget.usage()).toEqual({ bytes: 0, givenUp: ['pods'] });
    staged.commit();
    expect(select(cache)).toBe(undefined);
    expect([...cache.stores.pods.values()].some(({ whole }) => whole)).toBe(
      false,
    );
  });

  it('lists what lacks whole objects anew, and holds none when turned off', () => {
    const { cache } = create();
    const { whole, ...bare } = pod('a');
    stage(cache, 'pods', [bare]).commit();
    expect(select(cache)).toBe(undefined);
    stage(cache, 'pods', [{ ...bare, whole }]).commit();
    expect(select(cache)).toEqual([whole]);
    const off = create({ enabled: false });
    stage(off.cache, 'pods', [pod('a')]).commit();
    expect(select(off.cache)).toBe(undefined);
    expect(off.budget.usage().bytes).toBe(0);
  });

  it('selects by app, label and namespace, in the order of a list', () => {
    const { cache } = create();
    const objects = [pod('b'), pod('a'), { ...pod('z'), namespace: 'aaa' }];
    stage(cache, 'pods', objects).commit();
    const app = {
      key: 'backstage.io/kubernetes-id',
      operator: 'in' as const,
      values: ['web'],
    };
    expect(selectObjects(cache, 'pods', { labels: [app] })).toEqual({
      objects: [objects[2], objects[1], objects[0]],
      namespaces: ['aaa', 'shop'],
    });
    expect(
      selectObjects(cache, 'pods', { labels: [app], namespace: 'aaa' }),
    ).toEqual({ objects: [objects[2]], namespaces: ['aaa'] });
    const tier = { key: 'tier', operator: 'notin' as const, values: ['a'] };
    expect(
      selectObjects(cache, 'pods', { labels: [tier], namespace: 'shop' })
        ?.objects,
    ).toHaveLength(1);
  });
});
