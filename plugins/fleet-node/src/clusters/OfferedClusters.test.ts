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

import { OfferedClusters } from './OfferedClusters';

const cluster = (name: string, url = `https://${name}`) => ({
  name,
  url,
  authMetadata: { 'kubernetes.io/auth-provider': 'aws' },
});

describe('OfferedClusters', () => {
  it('says who joins and who leaves, and lets nobody take a configured place', () => {
    const offered = new OfferedClusters(['beijing']);
    const [east, west] = [cluster('east'), cluster('west')];
    expect(
      offered.replace([cluster('beijing', 'https://other'), east, west]),
    ).toEqual({ left: [], joined: [east, west] });
    expect(offered.replace([{ ...west }, east])).toEqual({
      left: [],
      joined: [],
    });
    const moved = cluster('west', 'https://moved');
    expect(offered.replace([moved, cluster('west', 'https://twin')])).toEqual({
      left: ['east', 'west'],
      joined: [moved],
    });
    expect(offered.replace([])).toEqual({ left: ['west'], joined: [] });
  });
});
