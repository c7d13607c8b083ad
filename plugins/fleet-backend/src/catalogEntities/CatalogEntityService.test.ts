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
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  REGISTERED_ENTITIES_TOPIC,
} from '@slipway/backstage-plugin-fleet-common';
import request from 'supertest';
import { ALLOW, DENY, startFleet } from '../__testUtils__/startFleet';

const greeter = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'greeter',
    annotations: { 'backstage.io/kubernetes-id': 'greeter' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-feed' },
};

type Started = Awaited<ReturnType<typeof startFleet>>;

function register({ server }: Started, entity: object, user?: string) {
  return request(server)
    .post('/api/fleet/v1/catalog-entities')
    .set('Authorization', mockCredentials.user.header(user))
    .send({ entity });
}

// A backend starts in each, which a busy machine makes slow.
jest.setTimeout(60_000);

describe('registering an entity', () => {
  it('keeps it for the catalog, once, and tells the catalog', async () => {
    const events = mockServices.events.mock();
    const started = await startFleet({ features: [events.factory] });

    const first = await register(started, greeter);
    const second = await register(started, greeter);
    expect([first.status, first.body]).toEqual([
      200,
      { entityRef: 'component:default/greeter' },
    ]);
    expect(second.body).toEqual(first.body);
    expect(events.publish).toHaveBeenCalledWith({
      topic: REGISTERED_ENTITIES_TOPIC,
      eventPayload: { entityRef: 'component:default/greeter' },
    });

    const other = await register(started, greeter, 'user:default/other');
    expect([other.status, other.body.error.message]).toEqual([
      409,
      'component:default/greeter is registered already, by somebody else. Choose another name.',
    ]);

    const stored = await request(started.server)
      .get('/api/fleet/v1/catalog-entities')
      .set('Authorization', mockCredentials.service.header());
    expect(stored.body.items).toMatchObject([
      {
        entityRef: 'component:default/greeter',
        entity: greeter,
        createdBy: 'user:default/mock',
      },
    ]);
  });

  it('takes it out again, for who registered it, its owner or who may', async () => {
    const events = mockServices.events.mock();
    const started = await startFleet({
      features: [events.factory],
      policy: (permission, user) =>
        permission.name === catalogEntityDeletePermission.name &&
        user !== 'user:default/admin'
          ? DENY
          : ALLOW,
    });
    const remove = (user?: string) =>
      request(started.server)
        .delete('/api/fleet/v1/catalog-entities')
        .query({ entityRef: 'component:default/greeter' })
        .set('Authorization', mockCredentials.user.header(user));
    const list = async () => {
      const { body } = await request(started.server)
        .get('/api/fleet/v1/catalog-entities')
        .set('Authorization', mockCredentials.service.header());
      return body.items.length;
    };

    await register(started, greeter);
    const refused = await remove('user:default/other');
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      'component:default/greeter was registered by somebody else. To take it out of the catalog you need the permission slipway.catalog-entity.delete.',
    ]);
    expect(await list()).toBe(1);
    events.publish.mockClear();
    expect((await remove()).status).toBe(204);
    expect(events.publish).toHaveBeenCalledTimes(1);
    expect(await list()).toBe(0);
    // Gone already.
    expect((await remove('user:default/other')).status).toBe(204);

    await register(started, greeter);
    expect((await remove('user:default/admin')).status).toBe(204);
    expect(await list()).toBe(0);
  });

  it('knows a name that the catalog has not taken in yet', async () => {
    const started = await startFleet();
    await register(started, greeter);
    const metadata = { ...greeter.metadata, namespace: 'mine' };
    const thief = await register(
      started,
      { ...greeter, metadata },
      'user:default/other',
    );
    expect([thief.status, thief.body.error.message]).toEqual([
      409,
      'The objects that carry the name greeter belong to another app. Choose another name.',
    ]);
  });

  it.each<[string, object, number, string]>([
    [
      'a name of the catalog',
      { metadata: { name: 'feed' } },
      409,
      'component:default/feed is in the catalog already, from another source.',
    ],
    ['another kind', { kind: 'Group' }, 400, 'Only entities of kind Component'],
    ['no owner', { spec: { type: 'service' } }, 400, 'This is not a Component'],
    [
      'an owner that is none',
      { spec: { type: 'a', lifecycle: 'b', owner: 'a:b:c/d' } },
      400,
      'The owner a:b:c/d is not an entity ref.',
    ],
    [
      'an annotation of the catalog',
      {
        metadata: {
          name: 'a',
          annotations: { 'backstage.io/managed-by-location': 'url:http://a' },
        },
      },
      400,
      'The annotation backstage.io/managed-by-location may not be set.',
    ],
    [
      'a selector that chooses too much',
      {
        metadata: {
          name: 'a',
          annotations: { 'backstage.io/kubernetes-label-selector': '!a' },
        },
      },
      400,
      'only excludes objects',
    ],
    [
      'a selector for what others may own',
      {
        metadata: {
          name: 'a',
          annotations: { 'backstage.io/kubernetes-label-selector': 'app=feed' },
        },
      },
      400,
      'may not be set on an entity that is registered here',
    ],
    [
      'the name of another app in its annotation',
      {
        metadata: {
          name: 'a',
          annotations: { 'backstage.io/kubernetes-id': 'feed' },
        },
      },
      400,
      "backstage.io/kubernetes-id must be the entity's name, a.",
    ],
    [
      'the objects of another app by way of a namespace',
      { metadata: { name: 'feed', namespace: 'mine' } },
      409,
      'The objects that carry the name feed belong to another app.',
    ],
    [
      'relations of its own',
      { metadata: { name: 'a', uid: 'b' } },
      400,
      'metadata of the entity may not have uid.',
    ],
  ])('refuses %s', async (_, change, status, message) => {
    const started = await startFleet();
    const response = await register(started, { ...greeter, ...change });
    expect([response.status, response.body.error.message]).toEqual([
      status,
      expect.stringContaining(message),
    ]);
  });

  it('asks the policy', async () => {
    const started = await startFleet({
      policy: permission =>
        permission.name === catalogEntityCreatePermission.name ? DENY : ALLOW,
    });
    const response = await register(started, greeter);
    expect(response.status).toBe(403);
  });
});
