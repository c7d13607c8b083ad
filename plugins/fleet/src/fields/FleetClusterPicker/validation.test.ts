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

import { TestApiRegistry } from '@backstage/test-utils';
import { FixtureFleetApi } from '../../__fixtures__';
import { fleetApiRef } from '../../api';
import { describeSize, resolveSize } from './instanceSize';
import type { FleetClusterPickerValue } from './schema';
import { validateClusters } from './validation';

const GIB = 2 ** 30;
const S = { cpu: 0.5, memory: GIB, gpu: 0 };
const M = { cpu: 1, memory: 8 * GIB, gpu: 1 };

async function errorsOf(
  value: FleetClusterPickerValue | undefined,
  api = new FixtureFleetApi(),
): Promise<string[]> {
  const errors: string[] = [];
  await validateClusters(
    value,
    { addError: (message: string) => errors.push(message) },
    {
      apiHolder: TestApiRegistry.from([fleetApiRef, api]),
      formData: { size: 'M' },
      uiSchema: { 'ui:options': { sizes: { S, M }, sizeField: 'size' } },
    },
  );
  return errors.map(error => error.replace(/\u00a0/g, ' '));
}

describe('validateClusters', () => {
  it.each([
    [undefined, ['Choose at least one cluster.']],
    [[], ['Choose at least one cluster.']],
    [[{ name: 'beijing', instances: 4 }], []],
    [
      [{ name: 'beijing', instances: 5 }],
      ['beijing has room for 4 instances, not 5.'],
    ],
    [
      [{ name: 'beijing', instances: 0 }],
      ['beijing needs at least 1 instance.'],
    ],
    [
      [{ name: 'nowhere', instances: 1 }],
      ['You may not see nowhere, or it does not exist.'],
    ],
  ])('%j gives %j', async (clusters, errors) => {
    await expect(errorsOf(clusters && { clusters })).resolves.toEqual(errors);
  });

  it('does not lock the form when the fleet service gives no answer', async () => {
    const api = new FixtureFleetApi();
    api.failure = new Error('gone');
    await expect(
      errorsOf({ clusters: [{ name: 'beijing', instances: 99 }] }, api),
    ).resolves.toEqual([]);
  });
});

describe('resolveSize', () => {
  it.each([
    [{ sizes: { S, M }, sizeField: 'size' }, { size: 'M' }, 'M'],
    [{ sizes: { S, M }, sizeField: 'size' }, { size: 'toString' }, 'S'],
    [{ sizes: { S, M }, sizeField: 'size' }, {}, 'S'],
    [{ size: M }, {}, undefined],
  ])('%j with %j is %s', (options, formData, name) => {
    expect(resolveSize(options, formData).name).toBe(name);
  });

  it('falls back to a small instance, and says sizes in words', () => {
    const small = resolveSize(undefined, undefined);
    expect(describeSize(small)).toBe('0.25 cores and 256\u00a0MiB');
    expect(describeSize({ name: 'M', size: M })).toBe(
      '1 core, 8\u00a0GiB and 1\u00a0GPU (size M)',
    );
  });
});
