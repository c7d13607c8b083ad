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

import type { Entity } from '@backstage/catalog-model';
import { matchesSelector } from './matchesSelector';
import { parseAppSelector } from './parseAppSelector';

function entity(annotations: Record<string, unknown>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'web',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `backstage.io/kubernetes-${key}`,
          value,
        ]),
      ) as Record<string, string>,
    },
  };
}

describe('parseAppSelector', () => {
  it('reads the stock annotations, with several namespaces and clusters', () => {
    expect(
      parseAppSelector(
        entity({
          id: 'web',
          namespace: 'shop, shop-canary,shop,',
          cluster: 'beijing,arn:aws:eks:eu-1:123:cluster/one',
        }),
      ),
    ).toEqual({
      kubernetesId: 'web',
      namespaces: ['shop', 'shop-canary'],
      clusters: ['beijing', 'arn:aws:eks:eu-1:123:cluster/one'],
      description: 'backstage.io/kubernetes-id: web',
    });
  });

  it('lets a label selector take the place of the id', () => {
    const selector = parseAppSelector(
      entity({ id: 'web', 'label-selector': 'app=web,tier!=test' }),
    );
    expect(selector).toMatchObject({
      labels: [
        { key: 'app', operator: 'in', values: ['web'] },
        { key: 'tier', operator: 'notin', values: ['test'] },
      ],
      description: 'backstage.io/kubernetes-label-selector: app=web,tier!=test',
    });
    expect(selector).not.toHaveProperty('kubernetesId');
  });

  it.each([
    [{}],
    [{ namespace: 'shop' }],
    [{ cluster: 'beijing', namespace: 'shop' }],
    [{ id: '  ' }],
    [{ 'label-selector': '' }],
  ])('chooses nothing by %j', annotations => {
    expect(parseAppSelector(entity(annotations))).toBeUndefined();
  });

  it.each([
    // Each of these would reach into something else if it were pasted.
    [{ id: 'web,app!=x' }, /kubernetes-id is "web,app!=x"/],
    [{ id: '../../secrets' }, /cannot be a label/],
    [{ id: 'a"} or up{x="' }, /cannot be a label/],
    [{ id: 'x'.repeat(64) }, /cannot be a label/],
    [{ id: 'web\nX-Evil: 1' }, /cannot be a label/],
    [{ id: 7 }, /must be text/],
    [{ id: ['web'] }, /must be text/],
    [{ id: 'web', namespace: '../kube-system' }, /not a valid name/],
    [{ id: 'web', namespace: 'a?watch=true' }, /not a valid name/],
    [{ id: 'web', cluster: 'http://169.254.169.254?' }, /not a valid name/],
    [
      {
        id: 'web',
        namespace: Array.from({ length: 51 }, (_, i) => `n${i}`).join(),
      },
      /at most 50/,
    ],
    [{ 'label-selector': '!x' }, /only excludes objects/],
    [{ 'label-selector': 'a notin (b)' }, /only excludes objects/],
    [{ 'label-selector': `a==${'x'.repeat(64)}` }, /label value should be/],
    [{ 'label-selector': 'a in (b' }, /"its end" where "\)"/],
    [{ 'label-selector': 'a,,b' }, /label key should be/],
    [{ 'label-selector': 'a,' }, /ends with a comma/],
    [{ 'label-selector': '=b' }, /label key should be/],
    [{ 'label-selector': 'a b' }, /operator should be/],
    [{ 'label-selector': 'replicas>3' }, /compares numbers/],
    [{ 'label-selector': 'a&limit=1' }, /label key should be/],
    [{ 'label-selector': 'a='.repeat(2_000) }, /at most 2000 characters/],
    [
      {
        'label-selector': Array.from({ length: 33 }, (_, i) => `k${i}`).join(),
      },
      /at most 32 requirements/,
    ],
  ])('refuses %j', (annotations, message) => {
    expect(() => parseAppSelector(entity(annotations))).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('allows a selector that only excludes within namespaces', () => {
    expect(
      parseAppSelector(
        entity({ 'label-selector': '!batch', namespace: 'shop' }),
      ),
    ).toMatchObject({ namespaces: ['shop'] });
  });
});

describe('matchesSelector', () => {
  const labels = { app: 'web', 'acme.io/tier': 'front', empty: '' };

  // The table of apimachinery's `labels.Parse` documentation, both ways.
  it.each([
    ['app=web', true],
    ['app==web', true],
    ['app = api', false],
    ['app!=api', true],
    ['app!=web', false],
    ['missing!=web', true],
    ['app', true],
    ['!app,app', false],
    ['!missing,app', true],
    ['missing', false],
    ['app in (api, web)', true],
    ['app in (api)', false],
    ['app notin (api,db),app', true],
    ['missing notin (api),app', true],
    ['acme.io/tier in (front)', true],
    ['empty=', true],
    ['empty in (),app', true],
    ['toString,app', false],
    ['app=web,acme.io/tier=back', false],
  ])('%s is %s', (text, expected) => {
    const selector = parseAppSelector(
      entity({ 'label-selector': text, namespace: 'shop' }),
    )!;
    expect(matchesSelector(selector, { namespace: 'shop', labels })).toBe(
      expected,
    );
    expect(matchesSelector(selector, { namespace: 'other', labels })).toBe(
      false,
    );
  });

  it('goes by the label backstage.io/kubernetes-id without one', () => {
    const selector = parseAppSelector(entity({ id: 'web' }))!;
    const id = 'backstage.io/kubernetes-id';
    expect(matchesSelector(selector, { labels: { [id]: 'web' } })).toBe(true);
    expect(matchesSelector(selector, { labels: { [id]: 'api' } })).toBe(false);
    expect(matchesSelector(selector, { labels })).toBe(false);
  });
});
