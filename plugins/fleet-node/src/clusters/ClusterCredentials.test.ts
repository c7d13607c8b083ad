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

import { TokenCredentials } from './ClusterCredentials';

describe('TokenCredentials', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks once a minute, wherever the machine’s clock is set', async () => {
    let tokens = 0;
    const credentials = new TokenCredentials(async () => `t${++tokens}`);
    const get = () => credentials.getAuthorization();
    expect([await get(), await get()]).toEqual(['Bearer t1', 'Bearer t1']);
    jest.setSystemTime(Date.now() - 900_000);
    jest.advanceTimersByTime(61_000);
    expect(await get()).toBe('Bearer t2');
    jest.setSystemTime(Date.now() + 900_000);
    expect(await get()).toBe('Bearer t2');
  });

  it('forgets what was refused, and only that', async () => {
    let tokens = 0;
    const credentials = new TokenCredentials(async () => `t${++tokens}`);
    const get = () => credentials.getAuthorization();
    await get();
    credentials.reset('Bearer t1');
    expect(await get()).toBe('Bearer t2');
    // Of two requests with the old token, the second is answered later.
    credentials.reset('Bearer t1');
    expect(await get()).toBe('Bearer t2');
  });

  it('asks anew after a failure, and after a minute when nothing comes', async () => {
    const answers: Array<() => Promise<string>> = [
      () => Promise.reject(new Error('no metadata server')),
      () => new Promise(() => {}),
      async () => 'late',
    ];
    const credentials = new TokenCredentials(() => answers.shift()!());
    await expect(credentials.getAuthorization()).rejects.toThrow(
      'no metadata server',
    );
    const hanging = credentials.getAuthorization();
    jest.advanceTimersByTime(61_000);
    expect(await credentials.getAuthorization()).toBe('Bearer late');
    expect(await Promise.race([hanging, 'nothing'])).toBe('nothing');
  });
});
