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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { ReviewConfig } from './ReviewConfig';
import { SubjectMapper } from './SubjectMapper';

const ANNOTATION = 'example.org/kubernetes-user';

function user(name: string, annotation?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: {
      name,
      annotations: annotation ? { [ANNOTATION]: annotation } : {},
    },
    spec: { memberOf: [] },
  };
}

function create(config: Partial<ReviewConfig> = {}) {
  return SubjectMapper.create({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({
      entities: [
        user('lin', 'lin@example.org'),
        user('mallory', 'system:admin'),
        user('nobody'),
      ],
    }),
    userInfo: mockServices.userInfo({
      ownershipEntityRefs: [
        'user:default/lin',
        'group:default/web',
        'group:shop/pay',
      ],
    }),
    config: {
      user: 'user:{namespace}/{name}',
      group: 'group:{namespace}/{name}',
      extraGroups: [],
      trustedServices: new Set(['plugin:catalog']),
      cacheMs: 1_000,
      ...config,
    },
  });
}

const lin = mockCredentials.user('user:default/lin');

describe('SubjectMapper', () => {
  it('names users and their groups by template', async () => {
    expect(await create().map(lin)).toMatchObject({
      kind: 'known',
      subject: {
        user: 'user:default/lin',
        groups: ['group:default/web', 'group:shop/pay'],
      },
    });
    expect(
      await create({
        user: 'oidc:{name}',
        group: '{name}s',
        extraGroups: ['system:authenticated'],
      }).map(lin),
    ).toMatchObject({
      subject: {
        user: 'oidc:lin',
        groups: ['pays', 'system:authenticated', 'webs'],
      },
    });
  });

  it('tells subjects apart by all that a cluster is asked with', async () => {
    const keys = await Promise.all(
      [{}, { group: '{name}' }, { user: '{name}' }, {}].map(async config => {
        const mapped = await create(config).map(lin);
        return mapped.kind === 'known' && mapped.key;
      }),
    );
    expect(new Set(keys).size).toBe(3);
    expect(keys[3]).toBe(keys[0]);
  });

  it.each([
    ['lin', { kind: 'known', subject: { user: 'lin@example.org' } }],
    [
      'mallory',
      { kind: 'unknown', reason: expect.stringContaining('system:admin') },
    ],
    [
      'nobody',
      { kind: 'unknown', reason: expect.stringContaining(ANNOTATION) },
    ],
    [
      'missing',
      { kind: 'unknown', reason: expect.stringContaining(ANNOTATION) },
    ],
  ])('takes the name of %s from an annotation', async (name, expected) => {
    const mapper = create({ userAnnotation: ANNOTATION });
    expect(
      await mapper.map(mockCredentials.user(`user:default/${name}`)),
    ).toMatchObject(expected);
  });

  it('lets through only the services that the configuration names', async () => {
    const map = (subject: string) =>
      create().map(mockCredentials.service(subject));
    expect(await map('plugin:catalog')).toEqual({ kind: 'trusted' });
    expect(await map('plugin:other')).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('plugin:other is none'),
    });
    expect(await create().map(mockCredentials.none())).toMatchObject({
      kind: 'unknown',
    });
  });
});
