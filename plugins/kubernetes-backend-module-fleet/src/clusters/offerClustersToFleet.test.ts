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

import { mockServices } from '@backstage/backend-test-utils';
import { offerClustersToFleet } from './offerClustersToFleet';

describe('offerClustersToFleet', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('tells the fleet again and again, and takes nothing from it while a locator fails', async () => {
    const north = { name: 'north', url: 'https://north', authMetadata: {} };
    const getClusters = jest.fn();
    getClusters.mockRejectedValueOnce(new Error('catalog is away'));
    getClusters.mockRejectedValueOnce(new Error('catalog is away'));
    getClusters.mockResolvedValue([north]);
    const offerClusters = jest.fn();
    const logger = mockServices.logger.mock();
    const stop = offerClustersToFleet({
      supplier: { getClusters },
      fleet: { offerClusters },
      auth: mockServices.auth(),
      logger,
    });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(offerClusters).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(offerClusters.mock.calls).toEqual([[[north]]]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(offerClusters).toHaveBeenCalledTimes(2);
    stop();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(offerClusters).toHaveBeenCalledTimes(2);
  });
});
