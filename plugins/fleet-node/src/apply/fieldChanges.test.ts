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

import { fieldChanges } from './fieldChanges';
import { fieldConflicts } from './fieldConflicts';

describe('fieldChanges', () => {
  const before = {
    metadata: {
      labels: { 'acme.io/tier': 'a' },
      resourceVersion: '1',
      generation: 1,
    },
    spec: {
      replicas: 2,
      containers: [
        { name: 'web', image: 'web:1', args: ['-v'] },
        { name: 'proxy', image: 'proxy:1' },
      ],
    },
    status: { ready: 2 },
  };

  it.each<[string, object, object[]]>([
    [
      'nothing but what controllers write',
      {
        ...before,
        status: {},
        metadata: {
          ...before.metadata,
          resourceVersion: '2',
          generation: 2,
          managedFields: [],
        },
      },
      [],
    ],
    [
      'a value',
      { ...before, spec: { ...before.spec, replicas: 3 } },
      [{ path: 'spec.replicas', from: 2, to: 3 }],
    ],
    [
      'a label that is gone',
      { ...before, metadata: { ...before.metadata, labels: {} } },
      [{ path: 'metadata.labels["acme.io/tier"]', from: 'a', to: undefined }],
    ],
    [
      'a container put in front',
      {
        ...before,
        spec: {
          ...before.spec,
          containers: [
            { name: 'log', image: 'log:1' },
            ...before.spec.containers,
          ],
        },
      },
      [
        {
          path: 'spec.containers[log]',
          from: undefined,
          to: { name: 'log', image: 'log:1' },
        },
      ],
    ],
    [
      'an item without a name',
      {
        ...before,
        spec: {
          ...before.spec,
          containers: [
            { ...before.spec.containers[0], args: ['-v', '-x'] },
            before.spec.containers[1],
          ],
        },
      },
      [{ path: 'spec.containers[web].args[1]', from: undefined, to: '-x' }],
    ],
  ])('tells %s', (_, after, expected) => {
    expect(fieldChanges(before, after)).toEqual(expected);
  });
});

describe('fieldConflicts', () => {
  it('reads who owns what', () => {
    expect(
      fieldConflicts({
        code: 409,
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "kubectl-lin" using apps/v1',
              field: '.spec.replicas',
            },
            { reason: 'Other', field: '.spec.x' },
          ],
        },
      }),
    ).toEqual([{ path: 'spec.replicas', manager: 'kubectl-lin' }]);
    expect(fieldConflicts(undefined)).toEqual([]);
  });
});
