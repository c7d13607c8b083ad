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

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../wait';
import { withFileLock } from './FileLock';
import { StateDir } from './StateDir';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** More than the largest process id that Linux gives. */
const NO_SUCH_PID = 2 ** 22 + 1;

describe('StateDir', () => {
  it('keeps files that only their owner reads', () => {
    const state = StateDir.create(dir);
    const file = state.writeJson('clusters/a/tokens.json', { token: 'x' });
    // eslint-disable-next-line no-bitwise
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(state.readJson('clusters/a/tokens.json')).toEqual({ token: 'x' });
  });

  it('says nothing of a file that is not there', () => {
    expect(StateDir.create(dir).read('nothing')).toBeUndefined();
  });
});

describe('withFileLock', () => {
  it('lets one in at a time', async () => {
    const file = join(dir, 'lock');
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} in`);
      await sleep(20);
      order.push(`${name} out`);
    };
    const waiting: number[] = [];
    await Promise.all(
      ['a', 'b'].map(name =>
        withFileLock(file, work(name), pid => waiting.push(pid)),
      ),
    );
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(waiting).toEqual([process.pid]);
  });

  it('takes over the lock of a process that died', async () => {
    const file = join(dir, 'lock');
    writeFileSync(file, String(NO_SUCH_PID));
    const result = await withFileLock(
      file,
      async () => 'done',
      () => {
        throw new Error('waits for a dead process');
      },
    );
    expect(result).toBe('done');
  });
});
