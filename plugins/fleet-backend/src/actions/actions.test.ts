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

import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  fleetAppReadPermission,
  kubernetesDeletePermission,
} from '@slipway/backstage-plugin-fleet-common';
import {
  ALLOW,
  DENY,
  startFleet,
  type StartOptions,
} from '../__testUtils__/startFleet';
import { explainHealth } from './explainHealth';

const FEED = { entityRef: 'component:default/feed' };

async function start(policy?: StartOptions['policy']) {
  const actions = actionsRegistryServiceMock();
  const started = await startFleet({
    policy,
    features: [
      actionsRegistryServiceMock.mock({
        register: options => actions.register(options),
      }).factory,
    ],
  });
  const invoke = async (id: string, input: object) => {
    const { output } = await actions.invoke({
      id,
      input: input as never,
      credentials: mockCredentials.user(),
    });
    return output as any;
  };
  return { ...started, actions, invoke };
}

// A backend starts in each, which a busy machine makes slow.
jest.setTimeout(60_000);

describe('actions', () => {
  it('say which of them destroy something', async () => {
    const { actions } = await start();
    const { actions: listed } = await actions.list();
    expect(
      listed.map(({ name, attributes: { readOnly, destructive } }) => [
        name,
        readOnly,
        destructive,
      ]),
    ).toEqual([
      ['list-clusters', true, false],
      ['count-slots', true, false],
      ['get-app-status', true, false],
      ['explain-app-health', true, false],
      ['apply-manifests', false, true],
      ['delete-objects', false, true],
      ['wait-for-objects', true, false],
      ['create-namespace', false, false],
    ]);
  });

  it('change what the person may, and nothing else', async () => {
    const { invoke, fleet } = await start(permission =>
      permission.name === kubernetesDeletePermission.name ? DENY : ALLOW,
    );
    const clusters = { names: ['beijing'] };
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' };
    const yaml = `
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: settings }`;
    expect(
      await invoke('test:apply-manifests', {
        clusters,
        yaml,
        namespace: 'feed',
      }),
    ).toEqual({
      dryRun: false,
      clusters: [
        {
          cluster: 'beijing',
          outcome: 'applied',
          objects: [
            {
              object: 'ConfigMap feed settings',
              outcome: 'created',
              changes: [],
            },
          ],
          undo: ['Delete ConfigMap feed/settings in beijing.'],
        },
      ],
    });
    fleet.objects.set('beijing', [
      { ...settings, metadata: { name: 'settings', namespace: 'feed' } },
    ]);
    const asked = { clusters, objects: [settings], namespace: 'feed' };
    expect(await invoke('test:wait-for-objects', asked)).toMatchObject({
      state: 'done',
    });
    await expect(invoke('test:delete-objects', asked)).rejects.toThrow(
      'You may not change apps in beijing',
    );
    expect(fleet.service.deleteObjects).not.toHaveBeenCalled();
    await expect(
      invoke('test:create-namespace', {
        clusters,
        name: 'feed',
        owner: 'group:default/nobody',
      }),
    ).rejects.toThrow('The catalog has no group:default/nobody.');
  });

  it('answer what a person asks about the fleet', async () => {
    const { invoke, fleet } = await start();
    fleet.health = 'failing';

    expect(
      await invoke('test:count-slots', {
        size: { cpu: 0.5, memory: 1024 },
        clusters: ['beijing'],
      }),
    ).toEqual({ clusters: [{ cluster: 'beijing', slots: 20 }] });
    const template = { spec: { containers: [] } };
    await invoke('test:count-slots', { template, clusters: ['beijing'] });
    expect(fleet.service.getSlots.mock.lastCall).toEqual([
      'beijing',
      { template, namespace: undefined, clusters: ['beijing'] },
    ]);
    await expect(invoke('test:count-slots', {})).rejects.toThrow(
      'Give either a size or a template.',
    );

    const { clusters } = await invoke('test:list-clusters', {
      group: 'online',
    });
    expect(clusters).toMatchObject([
      { name: 'beijing', state: 'live', apps: [FEED.entityRef] },
      { name: 'shanghai', apps: [] },
    ]);

    expect(await invoke('test:get-app-status', FEED)).toMatchObject({
      health: 'failing',
      clusters: [
        { cluster: 'beijing', desired: 3, ready: 2 },
        { cluster: 'aliyun' },
      ],
    });

    expect(await invoke('test:explain-app-health', FEED)).toEqual({
      health: 'failing',
      explanation: [
        'beijing (2 of 3 ready): 1 instance crashes: exit code 1.',
        'aliyun (2 of 3 ready): 1 instance crashes: exit code 1.',
      ],
    });
  });

  it('tell nobody more than they may see', async () => {
    const { invoke } = await start(permission =>
      permission.name === fleetAppReadPermission.name ? DENY : ALLOW,
    );
    const { clusters } = await invoke('test:list-clusters', {});
    expect(JSON.stringify(clusters)).not.toContain(FEED.entityRef);
    for (const id of ['test:get-app-status', 'test:explain-app-health']) {
      await expect(invoke(id, FEED)).rejects.toThrow(
        'You may not see this app, or it does not exist.',
      );
    }
  });
});

it('explains the worst cluster first, and says how old it is what is known', () => {
  const since = '2026-11-22T10:00:00.000Z';
  const base = { location: 'a', group: 'b' };
  const health = { state: 'unknown' as const, reasons: [] };
  expect(
    explainHealth({ ...FEED, selector: '', clusters: [], health }),
  ).toHaveLength(1);
  expect(
    explainHealth({
      ...FEED,
      selector: '',
      health,
      clusters: [
        {
          ...base,
          cluster: 'beijing',
          freshness: {
            state: 'unreachable',
            since,
            reason: 'beijing refuses connections at its address.',
            asOf: since,
          },
        },
      ],
    }),
  ).toEqual([
    `beijing refuses connections at its address. What follows is of ${since}.`,
    'beijing: nothing of the app is known there.',
  ]);
});
