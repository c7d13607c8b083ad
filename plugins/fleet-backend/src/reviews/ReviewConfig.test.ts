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

import { ConfigReader } from '@backstage/config';
import { readReviewConfig } from './ReviewConfig';

function read(subjectAccessReview?: object) {
  return readReviewConfig(
    new ConfigReader(
      subjectAccessReview
        ? { slipway: { fleet: { subjectAccessReview } } }
        : {},
    ),
  );
}

describe('readReviewConfig', () => {
  it('gives users names that no cluster knows by chance, unless told otherwise', () => {
    expect(read()).toEqual({
      user: 'user:{namespace}/{name}',
      userAnnotation: undefined,
      group: 'group:{namespace}/{name}',
      extraGroups: [],
      trustedServices: new Set(),
      cacheMs: 30_000,
    });
    expect(
      read({
        user: 'oidc:{name}',
        userAnnotation: 'example.org/user',
        group: '{name}',
        extraGroups: ['system:authenticated'],
        trustedServices: ['plugin:catalog'],
        cacheSeconds: 5,
      }),
    ).toEqual({
      user: 'oidc:{name}',
      userAnnotation: 'example.org/user',
      group: '{name}',
      extraGroups: ['system:authenticated'],
      trustedServices: new Set(['plugin:catalog']),
      cacheMs: 5_000,
    });
  });

  it.each([
    [{ user: 'viewer' }, /user must have {name}/],
    [{ user: '{name}@{mail}' }, /user has {mail}; use {kind}/],
    [{ group: 'system:{name}' }, /group must not begin with system:/],
    [{ cacheSeconds: 0 }, /cacheSeconds must be from 1 to 600/],
    [{ cacheSeconds: 3_600 }, /cacheSeconds must be from 1 to 600/],
  ])('refuses %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
