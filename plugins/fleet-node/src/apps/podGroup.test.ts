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

import { testPod, testWorkload } from '../__testUtils__/objects';
import { podGroup } from './podGroup';

describe('podGroup', () => {
  const group = podGroup('beijing', {
    pods: [testPod({ name: 'by-label-only' })],
    workloads: [
      {
        kind: 'Deployment',
        object: testWorkload({ name: 'web' }),
        replicaSets: [],
      },
      {
        kind: 'StatefulSet',
        object: testWorkload({ name: 'db.main', namespace: 'data' }),
        replicaSets: [],
      },
    ],
  });

  it.each([
    ['shop', 'by-label-only', true],
    ['shop', 'web-7c9f5d6b8d-x2x4z', true],
    ['shop', 'web-7c9f5d6b8d-x2x4z2', false],
    // Another app whose name begins alike.
    ['shop', 'web-api-7c9f5d6b8d-x2x4z', false],
    ['other', 'web-7c9f5d6b8d-x2x4z', false],
    ['data', 'db.main-0', true],
    ['data', 'dbxmain-0', false],
    ['data', 'db.main-x', false],
  ])('%s/%s: %s', (namespace, pod, expected) => {
    expect(group.includes(namespace, pod)).toBe(expected);
  });

  it('names the namespaces to ask for', () => {
    expect(group.namespaces).toEqual(['shop', 'data']);
  });
});
