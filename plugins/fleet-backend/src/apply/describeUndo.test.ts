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

import type { ObjectResult } from '@slipway/backstage-plugin-fleet-common';
import { describeUndo } from './describeUndo';

function object(
  name: string,
  outcome: ObjectResult['outcome'],
  changes: ObjectResult['changes'] = [],
): ObjectResult {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'feed',
    name,
    outcome,
    changes,
    conflicts: [],
  };
}

describe('describeUndo', () => {
  it('tells how to take back what was done, the last first, and nothing else', () => {
    const many = Array.from({ length: 7 }, (_, n) => ({
      path: `data.key-${n}`,
      to: 'new',
    }));
    expect(
      describeUndo({
        cluster: 'beijing',
        outcome: 'failed',
        objects: [
          object('a', 'created'),
          object('b', 'unchanged'),
          object('c', 'changed', [
            { path: 'data.x', from: 'old', to: 'new' },
            { path: 'data.y', from: 'x'.repeat(100), to: '' },
          ]),
          object('d', 'changed', many),
          object('e', 'deleted'),
          object('f', 'failed'),
          object('g', 'not-tried'),
        ],
      }),
    ).toEqual([
      'Apply ConfigMap feed/e in beijing again from its manifest; what it held itself is gone.',
      `In ConfigMap feed/d in beijing ${many
        .slice(0, 5)
        .map(({ path }) => `take out ${path}`)
        .join(', ')}, and 2 more.`,
      `In ConfigMap feed/c in beijing set data.x back to "old", set data.y back to "${'x'.repeat(
        79,
      )}….`,
      'Delete ConfigMap feed/a in beijing.',
    ]);
  });
});
