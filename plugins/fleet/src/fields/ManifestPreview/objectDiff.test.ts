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

import { compareLines, diffObject } from './objectDiff';
import { withField } from './fieldPath';
import type { PlannedObject } from './planSteps';

const SERVICE: PlannedObject = {
  apiVersion: 'v1',
  kind: 'Service',
  name: 'web',
  outcome: 'changed',
  changes: [],
  conflicts: [],
  manifest: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', labels: { team: 'a', tier: 'b', zone: 'c' } },
    spec: {
      selector: { 'slipway.dev/app': 'web' },
      ports: [{ name: 'http', port: 80 }],
    },
  },
};

function text(object: PlannedObject): string[] {
  return diffObject(object).map(line => `${line.sign} ${line.text}`.trimEnd());
}

describe('diffObject', () => {
  it('shows the changed fields as lines of YAML, with what stands around them', () => {
    expect(
      text({
        ...SERVICE,
        changes: [
          { path: 'spec.selector.app', from: 'old' },
          { path: 'spec.selector["slipway.dev/app"]', to: 'web' },
          { path: 'spec.ports[http].port', from: 8080, to: 80 },
        ],
      }),
    ).toEqual([
      '…',
      '      zone: c',
      '  spec:',
      '    selector:',
      '-     app: old',
      '+     slipway.dev/app: web',
      '    ports:',
      '      - name: http',
      '-       port: 8080',
      '+       port: 80',
    ]);
  });

  it('shows a new object as a whole, and nothing for one that stays', () => {
    expect(text({ ...SERVICE, outcome: 'created' }).slice(0, 2)).toEqual([
      '+ apiVersion: v1',
      '+ kind: Service',
    ]);
    expect(
      diffObject({ ...SERVICE, outcome: 'unchanged' }).filter(
        ({ sign }) => sign === '+' || sign === '-',
      ),
    ).toEqual([]);
  });

  it('shows the fields alone where the manifest is not known', () => {
    expect(
      text({
        ...SERVICE,
        manifest: undefined,
        changes: [{ path: 'spec.replicas', from: 2, to: 3 }],
      }),
    ).toEqual(['  spec:', '-   replicas: 2', '+   replicas: 3']);
  });

  it('numbers a line in the text that it is in', () => {
    expect(compareLines(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([
      { sign: ' ', number: 1, text: 'a' },
      { sign: '-', number: 2, text: 'b' },
      { sign: '+', number: 2, text: 'x' },
      { sign: ' ', number: 3, text: 'c' },
    ]);
  });
});

describe('withField', () => {
  const object = {
    a: { 'b.c/d': 1 },
    list: [
      { name: 'x', v: 1 },
      { name: '0', v: 2 },
    ],
    plain: [1, 2],
  };

  it.each([
    ['a["b.c/d"]', 2, { ...object, a: { 'b.c/d': 2 } }],
    ['a["b.c/d"]', undefined, { list: object.list, plain: object.plain }],
    [
      'list[0].v',
      9,
      { ...object, list: [object.list[0], { name: '0', v: 9 }] },
    ],
    ['list[x]', undefined, { ...object, list: [object.list[1]] }],
    [
      'list[y]',
      { name: 'y' },
      { ...object, list: [...object.list, { name: 'y' }] },
    ],
    ['plain[1]', 5, { ...object, plain: [1, 5] }],
    ['new.deep.field', true, { ...object, new: { deep: { field: true } } }],
    ['gone.deep.field', undefined, object],
  ])('sets %s to %p', (path, value, expected) => {
    const before = JSON.stringify(object);
    expect(withField(object, path, value)).toEqual(expected);
    expect(JSON.stringify(object)).toBe(before);
  });
});
