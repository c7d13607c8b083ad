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
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { FleetRules } from './FleetRules';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'web' },
};
const REF = 'component:default/web';

describe('FleetRules', () => {
  const permissions = mockServices.permissions.mock();
  const denied = new Set<string>();
  const clusters = [{ name: 'north' }, { name: 'south' }, { name: 'private' }];
  const create = (reuseDecisions = true) =>
    FleetRules.create({
      auth: mockServices.auth(),
      fleet: {
        listOutlines: () => [{ name: 'north' }, { name: 'south' }] as never,
      },
      permissions,
      reuseDecisions,
    });
  const select = (rules: FleetRules, user = 'user:default/ada') =>
    rules.selectVisible(mockCredentials.user(user), ENTITY, clusters);

  beforeEach(() => {
    jest.clearAllMocks();
    denied.clear();
    permissions.authorize.mockImplementation(async requests =>
      requests.map(({ resourceRef = '' }) => ({
        result: denied.has(resourceRef)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      })),
    );
  });

  it('asks for the app and all clusters of the fleet at once, and once for many polls', async () => {
    const rules = create();
    expect(await select(rules)).toEqual(clusters);
    expect(await select(rules)).toEqual(clusters);
    expect(permissions.authorize).toHaveBeenCalledTimes(1);
    const asked = permissions.authorize.mock.calls[0][0];
    expect(
      asked.map(({ permission, resourceRef }) => [
        permission.name,
        resourceRef,
      ]),
    ).toEqual([
      ['fleet.app.read', REF],
      ['fleet.cluster.read', 'north'],
      ['fleet.cluster.read', 'south'],
    ]);
    await select(rules, 'user:default/bob');
    expect(permissions.authorize).toHaveBeenCalledTimes(2);
  });

  it('leaves out clusters that the viewer may not see, and sees at once that it may', async () => {
    const rules = create();
    denied.add('south');
    expect(await select(rules)).toEqual([
      { name: 'north' },
      { name: 'private' },
    ]);
    denied.clear();
    expect(await select(rules)).toEqual(clusters);
  });

  it('refuses an app that the viewer may not see', async () => {
    denied.add(REF);
    await expect(select(create())).rejects.toThrow(
      `You may not see ${REF} in clusters. The permission is fleet.app.read.`,
    );
  });

  it('asks at each poll where decisions are not to be used again', async () => {
    const rules = create(false);
    await select(rules);
    await select(rules);
    expect(permissions.authorize).toHaveBeenCalledTimes(2);
  });
});
