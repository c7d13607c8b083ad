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

import { testPod } from '../__testUtils__/objects';
import type { ProjectedPod } from '../projection';
import { ObjectStore } from './ObjectStore';

describe('ObjectStore', () => {
  const pod = (namespace: string, name: string, node = 'node-1') =>
    testPod({ namespace, name, node, uid: `${namespace}-${name}` });

  function createStore(...pods: ProjectedPod[]) {
    const store = new ObjectStore<ProjectedPod, 'node'>({
      node: of => of.node,
    });
    pods.forEach(one => store.set(one));
    return store;
  }

  const names = (pods: Iterable<ProjectedPod>) =>
    [...pods].map(({ namespace, name }) => `${namespace}/${name}`);

  it('finds objects by namespace, name and index, and no longer once they are gone or others', () => {
    const store = createStore(
      pod('shop', 'a'),
      pod('shop', 'b'),
      pod('pay', 'a'),
    );
    expect(store.size).toBe(3);
    expect(names(store.by('namespace', 'shop'))).toEqual(['shop/a', 'shop/b']);
    expect(names(store.by('node', 'node-1'))).toHaveLength(3);
    const before = store.get('pay', 'a');
    expect(store.set(pod('pay', 'a', 'node-2'))).toBe(before);
    expect(store.size).toBe(3);
    expect(names(store.by('node', 'node-2'))).toEqual(['pay/a']);
    expect(names(store.by('node', 'node-1'))).toEqual(['shop/a', 'shop/b']);
    expect(store.delete(pod('pay', 'a'))?.node).toBe('node-2');
    expect(store.delete(pod('pay', 'a'))).toBeUndefined();
    expect(names(store.values())).toEqual(['shop/a', 'shop/b']);
    expect([
      ...store.by('namespace', 'pay'),
      ...store.by('node', 'node-2'),
    ]).toEqual([]);
    expect(store.size).toBe(2);
  });

  it('swaps to a new copy in one step, and tells what differs', () => {
    const same = pod('shop', 'a');
    const old = pod('shop', 'b');
    const gone = pod('pay', 'a');
    const store = createStore(same, old, gone);
    const changed = { ...old, version: '2' };
    const fresh = pod('new', 'a');
    const staged = store.stage();
    staged.add([{ ...same }, changed]);
    staged.add([fresh, { ...fresh }]);
    expect(names(store.values())).toEqual(['shop/a', 'shop/b', 'pay/a']);
    const changes = staged.commit();
    expect(changes).toHaveLength(3);
    expect(changes).toEqual(
      expect.arrayContaining([
        { before: old, after: changed },
        { before: undefined, after: fresh },
        { before: gone },
      ]),
    );
    expect(store.get('shop', 'a')).toBe(same);
    expect(store.size).toBe(3);
    expect(names(store.by('node', 'node-1'))).toEqual([
      'shop/a',
      'shop/b',
      'new/a',
    ]);
  });
});
