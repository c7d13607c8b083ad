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

import { appObjects, podKey, podObject } from './objects';

interface Pod {
  metadata: { uid: string; ownerReferences: Array<{ uid: string }> };
  spec: { nodeName: string; containers: Array<{ name: string }> };
  status: { containerStatuses: Array<{ name: string }> };
}

describe('dataset objects', () => {
  const app = { cluster: 'c', app: 'web', namespace: 'shop', pods: 500 };
  const pod = (index: number) => podObject(app, index, 5);
  const pods = Array.from({ length: 500 }, (_, index) => pod(index));
  const objects = pods.map(({ object }) => object as Pod);

  it('makes each pod a name and a node of its own, the same again each time', () => {
    expect(new Set(pods.map(({ key }) => key)).size).toBe(500);
    expect(new Set(objects.map(({ metadata }) => metadata.uid)).size).toBe(500);
    expect(pod(7)).toEqual(pods[7]);
    for (const [index, { key }] of pods.entries()) {
      expect(key).toMatch(/^\/registry\/pods\/shop\/[a-z][-a-z0-9]{1,60}$/);
      expect(podKey(app, index)).toBe(key);
    }
    expect(new Set(objects.map(({ spec }) => spec.nodeName)).size).toBe(5);
  });

  it('relates objects, and makes pods as large as real ones', () => {
    const replicaSet = appObjects(app)
      .map(({ object }) => object as { kind: string } & Pod)
      .find(({ kind }) => kind === 'ReplicaSet');
    const [{ metadata, spec, status }] = objects;
    expect(metadata.uid).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(metadata.ownerReferences[0].uid).toBe(replicaSet?.metadata.uid);
    expect(status.containerStatuses.map(({ name }) => name)).toEqual(
      spec.containers.map(({ name }) => name),
    );
    const bytes = JSON.stringify(objects[0]).length;
    expect(bytes).toBeGreaterThan(9_000);
    expect(bytes).toBeLessThan(13_000);
  });
});
