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

import { parseAppSelector } from '@slipway/backstage-plugin-fleet-node';
import type { App } from '../apps';
import { feed } from '../__testUtils__/startFleet';
import { AppOwners } from './AppOwners';

function app(name: string, kubernetesId: string, ...owners: string[]): App {
  const entity = {
    ...feed,
    metadata: {
      name,
      annotations: { 'backstage.io/kubernetes-id': kubernetesId },
    },
    relations: owners.map(targetRef => ({ type: 'ownedBy', targetRef })),
  };
  return {
    entityRef: `component:default/${name}`,
    entity,
    selector: parseAppSelector(entity)!,
  };
}

describe('AppOwners', () => {
  it('knows the owners of all apps of a name, and who registered them', async () => {
    const owners = await AppOwners.load({
      directory: {
        ensureLoaded: async () => {},
        list: () => [
          app('feed', 'feed', 'group:default/team-feed'),
          app('feed-canary', 'feed', 'user:default/lin'),
          app('greeter', 'greeter', 'group:default/team-far'),
        ],
      },
      store: {
        list: async () => [
          {
            entityRef: 'component:default/greeter',
            entity: feed,
            createdBy: 'user:default/wei',
            createdAt: '2026-11-22T10:00:00.000Z',
          },
        ],
      },
    });
    expect(owners.of(['feed', 'feed'])).toEqual([
      'group:default/team-feed',
      'user:default/lin',
    ]);
    expect(owners.of(['greeter'])).toEqual([
      'group:default/team-far',
      'user:default/wei',
    ]);
    expect(owners.of(['unheard'])).toEqual([]);
  });
});
