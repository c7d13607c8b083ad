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
import { MockFleet } from '../__testUtils__/MockFleet';
import { feed } from '../__testUtils__/startFleet';
import { AppHealthIndex } from './AppHealthIndex';

const app = {
  entityRef: 'component:default/feed',
  entity: feed,
  selector: parseAppSelector(feed)!,
};

describe('AppHealthIndex', () => {
  const fleet = new MockFleet();
  const index = AppHealthIndex.create({ fleet: fleet.service });
  const ready = (cluster = 'beijing') => index.get(cluster, app)?.status.ready;
  const reads = () => fleet.service.getApp.mock.calls.length;

  beforeEach(() => {
    jest.useFakeTimers();
    fleet.ready = 2;
    fleet.health = 'healthy';
    fleet.change('beijing');
    fleet.change('aliyun');
    fleet.service.getApp.mockClear();
  });

  afterEach(() => jest.useRealTimers());
  afterAll(() => index.close());

  it('sums an app up once for all who look, until an object of it changes there', () => {
    expect([ready(), ready(), ready('aliyun')]).toEqual([2, 2, 2]);
    expect(reads()).toBe(2);
    fleet.ready = 3;
    fleet.change('beijing', 'other');
    expect(ready()).toBe(2);
    fleet.change('beijing');
    expect([ready(), ready('aliyun')]).toEqual([3, 2]);
  });

  it('sums it up anew when nodes or metrics change', () => {
    expect(ready()).toBe(2);
    fleet.ready = 1;
    fleet.change('beijing', 'other', { statusesChanged: true });
    expect(ready()).toBe(1);
  });

  it('judges what starts or fails by the clock too, and leaves in peace what is well', () => {
    expect(ready()).toBe(2);
    jest.advanceTimersByTime(3_600_000);
    expect(ready()).toBe(2);
    expect(reads()).toBe(1);
    fleet.health = 'starting';
    fleet.change('beijing');
    ready();
    jest.advanceTimersByTime(4_000);
    ready();
    expect(reads()).toBe(2);
    jest.advanceTimersByTime(1_000);
    ready();
    expect(reads()).toBe(3);
  });

  it('keeps apart what those see who may not see all namespaces', () => {
    const narrowed = { ...app.selector, namespaces: ['shop'] };
    index.get('beijing', app);
    index.get('beijing', app, narrowed);
    expect(fleet.service.getApp).toHaveBeenLastCalledWith(narrowed, [
      'beijing',
    ]);
    expect(reads()).toBe(2);
  });
});
