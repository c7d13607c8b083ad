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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { principalKey } from '@slipway/backstage-plugin-fleet-node';
import { CachedClusterSupplier } from './CachedClusterSupplier';

const ALICE = mockCredentials.user('user:default/alice');
const BOB = mockCredentials.user('user:default/bob');

const cluster = (name: string): ClusterDetails => ({
  name,
  url: `https://${name}`,
  authMetadata: {},
});

describe('CachedClusterSupplier', () => {
  const getClusters = jest.fn<
    Promise<ClusterDetails[]>,
    [{ credentials: BackstageCredentials }]
  >();
  const logger = mockServices.logger.mock();

  beforeEach(() => {
    jest.resetAllMocks();
    jest.useFakeTimers();
    getClusters.mockImplementation(async () => [cluster('north')]);
  });
  afterEach(() => jest.useRealTimers());

  const create = (keyOf = () => 'all' as string | undefined) =>
    CachedClusterSupplier.create({
      supplier: { getClusters },
      keyOf,
      logger,
    });
  const names = async (
    supplier: CachedClusterSupplier,
    credentials: BackstageCredentials = ALICE,
  ) => (await supplier.getClusters({ credentials })).map(({ name }) => name);

  it('fetches once for all who ask at the same time, and anew behind the answer', async () => {
    const supplier = create();
    await Promise.all([names(supplier), names(supplier)]);
    expect(getClusters).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(61_000);
    getClusters.mockResolvedValue([cluster('south')]);
    expect(await names(supplier)).toEqual(['north']);
    await jest.advanceTimersByTimeAsync(0);
    expect(await names(supplier)).toEqual(['south']);
    expect(getClusters).toHaveBeenCalledTimes(2);

    // Long unused: not answered from before rights may have changed.
    await jest.advanceTimersByTimeAsync(3_600_000);
    getClusters.mockResolvedValue([]);
    expect(await names(supplier)).toEqual([]);
  });

  it('keeps the last known list while a locator fails, and asks it again after a rest', async () => {
    const supplier = create();
    getClusters.mockRejectedValueOnce(new Error('catalog is away'));
    await expect(names(supplier)).rejects.toThrow('catalog is away');
    expect(await names(supplier)).toEqual(['north']);
    getClusters.mockRejectedValue(new Error('catalog is away'));
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(await names(supplier)).toEqual(['north']);
    expect(await names(supplier)).toEqual(['north']);
    expect(getClusters).toHaveBeenCalledTimes(3);
    await jest.advanceTimersByTimeAsync(10_000);
    getClusters.mockResolvedValue([cluster('south')]);
    expect(await names(supplier)).toEqual(['south']);
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it('shows nobody what another may see, and keeps nothing for whom it does not know', async () => {
    const auth = mockServices.auth();
    const supplier = CachedClusterSupplier.create({
      supplier: { getClusters },
      keyOf: credentials => principalKey(auth, credentials),
      logger,
    });
    getClusters.mockImplementation(async ({ credentials }) =>
      credentials === ALICE ? [cluster('north')] : [],
    );
    expect(await names(supplier, ALICE)).toEqual(['north']);
    expect(await names(supplier, BOB)).toEqual([]);
    expect(await names(supplier, ALICE)).toEqual(['north']);
    expect(getClusters).toHaveBeenCalledTimes(2);
    await names(supplier, mockCredentials.none());
    await names(supplier, mockCredentials.none());
    expect(getClusters).toHaveBeenCalledTimes(4);
  });

  it('forgets who asked longest ago', async () => {
    let caller = 0;
    const supplier = create(() => String(caller));
    for (caller = 0; caller <= 1_000; caller++) {
      await names(supplier);
    }
    caller = 1_000;
    await names(supplier);
    expect(getClusters).toHaveBeenCalledTimes(1_001);
    caller = 0;
    await names(supplier);
    expect(getClusters).toHaveBeenCalledTimes(1_002);
  });
});
