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

import { podManifest } from './objects';

const OWNER = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: 'web',
  uid: '1',
};

describe('podManifest', () => {
  const pod = (index: number) => podManifest('web', 'shop', index, OWNER, 5);

  it('makes each pod a name and a node of its own, the same again each time', () => {
    const names = Array.from({ length: 500 }, (_, index) => pod(index).name);
    expect(new Set(names).size).toBe(500);
    expect(pod(7)).toEqual(pod(7));
    for (const name of names) {
      expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      expect(name.length).toBeLessThan(64);
    }
    const nodes = names.map(
      (_, index) =>
        (pod(index).body as { spec: { nodeName: string } }).spec.nodeName,
    );
    expect(new Set(nodes).size).toBe(5);
  });

  it('gives a status that goes with the containers', () => {
    const { body, status } = pod(0) as {
      body: { spec: { containers: Array<{ name: string }> } };
      status: { containerStatuses: Array<{ name: string }> };
    };
    expect(status.containerStatuses.map(({ name }) => name)).toEqual(
      body.spec.containers.map(({ name }) => name),
    );
  });
});
