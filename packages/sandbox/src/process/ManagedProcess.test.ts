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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateDir } from '../state';
import { waitFor } from '../wait';
import { findProcesses, isStopped } from './inspect';
import { ManagedProcess } from './ManagedProcess';

let state: StateDir;
beforeEach(() => {
  state = StateDir.create(mkdtempSync(join(tmpdir(), 'sandbox-process-')));
});
afterEach(() => rmSync(state.root, { recursive: true, force: true }));

const SLEEP_FOREVER = 'console.log("up"); setInterval(() => {}, 1000)';

async function startSleeper(name: string): Promise<ManagedProcess> {
  const managed = ManagedProcess.create(state, name);
  await managed.start(process.execPath, ['-e', SLEEP_FOREVER, state.root]);
  await waitFor('the first line', () => managed.logTail() === 'up', {
    timeoutMs: 20_000,
  });
  return managed;
}

describe('ManagedProcess', () => {
  it('starts once, is known to others by its pid file, and stops', async () => {
    const first = await startSleeper('sleeper');
    const second = await startSleeper('sleeper');
    expect(second.pid).toBe(first.pid);
    expect(second.info.memoryMiB).toBeGreaterThan(0);
    await second.stop();
    expect(first.pid).toBeUndefined();
    expect(findProcesses(state.root)).toEqual([]);
  });

  it('stops only what runs with other arguments', async () => {
    const managed = await startSleeper('sleeper');
    const { pid } = managed;
    const args = ['-e', SLEEP_FOREVER, state.root];
    await managed.stopOutdated(args);
    expect(managed.pid).toBe(pid);
    await managed.stopOutdated([...args, '--new-flag']);
    expect(managed.pid).toBeUndefined();
    expect(findProcesses(state.root)).toEqual([]);
  });

  it('is alive while it replaces its program by another', async () => {
    const managed = ManagedProcess.create(state, 'chain');
    // shells that become one another, many times, with the same arguments
    const chain =
      'n=$1; [ $n -gt 0 ] && exec sh -c "$2" sh $((n-1)) "$2" "$3"; echo end; exec sh -c "sleep 600; true" sh "$3"';
    await managed.start('sh', ['-c', chain, 'sh', '300', chain, state.root]);
    let looks = 0;
    while (managed.logTail() !== 'end') {
      expect(managed.pid).toBeDefined();
      looks += 1;
    }
    expect(looks).toBeGreaterThan(0);
    managed.signal('SIGKILL');
    await waitFor('the chain to end', () => !managed.pid, {
      timeoutMs: 20_000,
    });
  });

  it('stands still at once when frozen, and can be stopped then', async () => {
    const managed = await startSleeper('frozen');
    managed.freeze();
    expect(isStopped(managed.pid!)).toBe(true);
    managed.signal('SIGCONT');
    await waitFor('it to go on', () => !isStopped(managed.pid!), {
      timeoutMs: 20_000,
    });
    managed.freeze();
    await managed.stop();
    expect(findProcesses(state.root)).toEqual([]);
  });

  it('does not touch a process that took over the id in its pid file', async () => {
    state.writeJson('run/stranger.json', {
      pid: process.pid,
      marks: ['etcd', state.root],
    });
    const managed = ManagedProcess.create(state, 'stranger');
    expect(managed.pid).toBeUndefined();
    await managed.stop();
    expect(state.read('run/stranger.json')).toBeUndefined();
  });
});
