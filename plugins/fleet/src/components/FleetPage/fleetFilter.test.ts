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

import { fleetFixture } from '../../__fixtures__';
import {
  EVERY_CLUSTER,
  filterClusters,
  groupByLocation,
  sumFleet,
} from './fleetFilter';

const { clusters } = fleetFixture();
const namesOf = (items: typeof clusters) => items.map(({ name }) => name);

describe('filterClusters', () => {
  it.each([
    [{}, 5],
    [{ text: ' ALI ' }, 1],
    [{ text: 'online' }, 2],
    [{ location: 'shanghai' }, 2],
    [{ location: 'shanghai', group: 'test' }, 1],
    [{ needsAttention: true }, 4],
    [{ text: 'nowhere' }, 0],
  ])('%j leaves %d', (filter, count) => {
    expect(
      filterClusters(clusters, { ...EVERY_CLUSTER, ...filter }),
    ).toHaveLength(count);
  });
});

it('groups by location in the order of the clusters', () => {
  expect(
    groupByLocation(clusters).map(({ location, clusters: items }) => [
      location,
      namesOf(items),
    ]),
  ).toEqual([
    ['beijing', ['beijing', 'beijing-train']],
    ['shanghai', ['shanghai', 'shanghai-test']],
    ['aliyun', ['aliyun']],
  ]);
});

it('counts an app on several clusters once', () => {
  expect(sumFleet(clusters)).toMatchObject({
    clusters: 5,
    nodes: { ready: 168, total: 169 },
    pods: { total: 7_930, possible: 18_590 },
    gpus: { total: 352 },
    apps: 3,
    appsInNeed: 6,
  });
});
