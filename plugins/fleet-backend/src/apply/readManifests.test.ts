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

import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { readManifests } from './readManifests';

const settings: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', labels: { tier: 'a' } },
};
const list = (...items: unknown[]) => ({
  apiVersion: 'v1',
  kind: 'ConfigMapList',
  items,
});

describe('readManifests', () => {
  it('reads YAML with several documents, JSON, and lists in lists', () => {
    const yaml = [
      JSON.stringify(settings),
      '# only a comment',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, labels: { tier: a } }',
      JSON.stringify(list(settings, list(settings))),
    ].join('\n---\n');
    const expected = { manifests: Array(4).fill(settings), problems: [] };
    expect(readManifests({ yaml })).toEqual(expected);
    expect(
      readManifests({
        manifests: [settings, settings, list(settings, settings)],
      }),
    ).toEqual(expected);
  });

  it('takes exactly one source', () => {
    for (const source of [{}, { yaml: 'a', manifests: [] }]) {
      expect(() => readManifests(source)).toThrow('either manifests or yaml');
    }
  });

  it.each<[string, unknown[] | string, string]>([
    ['nothing', [], 'There is no object in the manifest.'],
    ['only comments', '# nothing', 'There is no object in the manifest.'],
    ['text', ['a'], 'Manifest 1: it is not an object.'],
    ['a list', [['a']], 'Manifest 1: it is not an object.'],
    ['no kind', [{ apiVersion: 'v1' }], 'it lacks apiVersion or kind.'],
    ['a kind that is no text', [{ ...settings, kind: {} }], 'lacks apiVersion'],
    ['no metadata', [{ ...settings, metadata: 'a' }], 'it lacks metadata.'],
    [
      'no name',
      [{ ...settings, metadata: {} }],
      'Manifest 1 (ConfigMap): it lacks metadata.name.',
    ],
    [
      'a number for a name',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: 1 }',
      'it lacks metadata.name.',
    ],
    [
      'a number for a label',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, labels: { b: 1 } }',
      'metadata.labels b is not text: put it in quotes.',
    ],
    [
      'a list for annotations',
      [{ ...settings, metadata: { name: 'a', annotations: [] } }],
      'metadata.annotations is not a map.',
    ],
    [
      'a namespace that is no text',
      [{ ...settings, metadata: { name: 'a', namespace: {} } }],
      'metadata.namespace is not text.',
    ],
    [
      '__proto__ deep inside',
      [
        JSON.parse(
          '{"apiVersion":"v1","kind":"A","metadata":{"name":"a"},"b":[{"__proto__":{}}]}',
        ),
      ],
      'a field is called __proto__.',
    ],
    ['no YAML', 'a: [', 'Document 1 is not YAML that Slipway reads'],
    ['a tag of its own', 'a: !!js/function x', 'Document 1 is not YAML'],
    ['a key twice', 'a: 1\na: 2', 'Map keys must be unique'],
    [
      'flow nesting',
      `a: ${'['.repeat(100_000)}`,
      'is nested deeper than 64 levels',
    ],
    [
      'nesting in objects',
      [Array.from({ length: 70 }).reduce(value => ({ a: value }), settings)],
      'nested deeper than 64 levels',
    ],
    ['too much text', `a: ${'x'.repeat(1024 * 1024)}`, 'larger than 1 MiB'],
    [
      'objects that are too large',
      [{ ...settings, data: { a: '字'.repeat(400_000) } }],
      'larger than 1 MiB',
    ],
    ['too many', Array(201).fill(settings), 'At most 200 objects'],
    ['too many in a list', [list(...Array(201).fill(settings))], 'At most 200'],
  ])('refuses %s', (_, source, message) => {
    const { manifests, problems } = readManifests(
      typeof source === 'string' ? { yaml: source } : { manifests: source },
    );
    expect(manifests).toEqual([]);
    expect(problems[0].message).toContain(message);
  });
});
