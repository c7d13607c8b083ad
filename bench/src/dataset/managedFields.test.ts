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

import { managedFields } from './managedFields';

describe('managedFields', () => {
  it('names fields as an API server does', () => {
    const object = {
      apiVersion: 'v1',
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'main', args: ['-v'] }], gone: undefined },
      status: { phase: 'Running' },
    };
    expect(
      managedFields(object, { object: 'kube', status: 'kubelet' }),
    ).toMatchObject([
      {
        manager: 'kube',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"main"}': { '.': {}, 'f:name': {}, 'f:args': {} },
            },
          },
        },
      },
      {
        manager: 'kubelet',
        subresource: 'status',
        fieldsV1: { 'f:status': { 'f:phase': {} } },
      },
    ]);
  });
});
