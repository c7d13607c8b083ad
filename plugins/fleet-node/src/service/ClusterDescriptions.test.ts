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

import type { Cluster } from '@slipway/backstage-plugin-fleet-common';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import { ClusterDescriptions } from './ClusterDescriptions';

describe('ClusterDescriptions', () => {
  afterEach(() => jest.useRealTimers());

  it('describes anew what changed, and says in any case how fresh it is', () => {
    jest.useFakeTimers();
    let state = 'live';
    const monitor = {
      name: 'north',
      version: '1.36.3',
      freshness: () => ({ state }),
      kinds: () => [],
    } as unknown as ClusterMonitor;
    let pods = 0;
    const describeCluster = jest.fn(
      () =>
        ({ name: 'north', pods: { total: ++pods } } as Omit<
          Cluster,
          'writable'
        >),
    );
    const descriptions = new ClusterDescriptions(describeCluster);
    descriptions.of(monitor);
    state = 'stale';
    expect(descriptions.of(monitor)).toEqual({
      name: 'north',
      version: '1.36.3',
      pods: { total: 1 },
      freshness: { state: 'stale' },
      kinds: [],
    });
    descriptions.forget('north');
    expect(descriptions.of(monitor).pods.total).toBe(2);
    jest.advanceTimersByTime(5_000);
    expect(descriptions.of(monitor).pods.total).toBe(3);
    expect(describeCluster).toHaveBeenCalledTimes(3);
  });
});
