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
import type { RegisteredEntity } from '@slipway/backstage-plugin-fleet-common';
import type { FleetReader } from '../refresh';
import { RegisteredEntityProvider } from './RegisteredEntityProvider';

function registered(name: string): RegisteredEntity {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
  };
  return {
    entityRef: `component:default/${name}`,
    entity,
  } as unknown as RegisteredEntity;
}

describe('RegisteredEntityProvider', () => {
  it('never lets an older list take out what was registered meanwhile', async () => {
    const applied: string[][] = [];
    let release = () => {};
    let items = [registered('old')];
    let reads = 0;
    const fleet: Pick<FleetReader, 'getRegisteredEntities'> = {
      getRegisteredEntities: async () => {
        const seen = items;
        reads += 1;
        if (reads === 1) {
          await new Promise<void>(resolve => {
            release = resolve;
          });
        }
        return seen;
      },
    };
    const provider = RegisteredEntityProvider.create({
      fleet: fleet as FleetReader,
    });
    await provider.connect({
      applyMutation: async mutation => {
        if (mutation.type === 'full') {
          applied.push(mutation.entities.map(one => one.entity.metadata.name));
        }
      },
      refresh: async () => {},
    });

    const slow = provider.refresh();
    await new Promise(setImmediate);
    items = [registered('old'), registered('new')];
    const second = provider.refresh();
    await new Promise(setImmediate);
    release();
    await Promise.all([slow, second]);
    expect(applied).toEqual([['old'], ['old', 'new']]);
  });

  it('puts back what a replica with an older list took out', async () => {
    let catalog: string[] = [];
    let items = [registered('old')];
    const createReplica = async () => {
      const held: Array<() => void> = [];
      const provider = RegisteredEntityProvider.create({
        fleet: {
          getRegisteredEntities: async () => {
            const seen = items;
            await new Promise<void>(resolve => held.push(resolve));
            return seen;
          },
        } as unknown as FleetReader,
      });
      await provider.connect({
        applyMutation: async mutation => {
          if (mutation.type === 'full') {
            catalog = mutation.entities.map(one => one.entity.metadata.name);
          }
        },
        refresh: async () => {},
      });
      const go = async () => {
        await new Promise(setImmediate);
        held.splice(0).forEach(release => release());
        await new Promise(setImmediate);
      };
      return { provider, go };
    };
    const [slow, quick] = [await createReplica(), await createReplica()];
    const done = slow.provider.refresh();
    await new Promise(setImmediate);
    items = [registered('old'), registered('new')];
    const other = quick.provider.refresh();
    await quick.go();
    expect(catalog).toEqual(['old', 'new']);
    await slow.go();
    expect(catalog).toEqual(['old']);
    await slow.go();
    expect(catalog).toEqual(['old', 'new']);
    await slow.go();
    await quick.go();
    await Promise.all([done, other]);
  });

  it('goes on after a refresh that failed', async () => {
    let fails = true;
    const provider = RegisteredEntityProvider.create({
      fleet: {
        getRegisteredEntities: async () => {
          if (fails) {
            throw new Error('fleet does not answer');
          }
          return [];
        },
      } as unknown as FleetReader,
    });
    const applyMutation = jest.fn(async () => {});
    await provider.connect({ applyMutation, refresh: async () => {} });
    await expect(provider.refresh()).rejects.toThrow('does not answer');
    fails = false;
    await provider.refresh();
    expect(applyMutation).toHaveBeenCalledTimes(1);
  });
});
