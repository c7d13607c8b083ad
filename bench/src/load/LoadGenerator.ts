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

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endProcess } from '../endProcess';
import { SOURCE_DIR } from '../paths';
import type { Heard } from './listen';
import type { ChangeOrder, LoadOrder, Look } from './messages';

/** Viewers, in a process of their own, so that the backend that is measured shares no event loop with them. */
export class LoadGenerator {
  readonly #process: ChildProcess;

  static async start(): Promise<LoadGenerator> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(SOURCE_DIR, 'load/runLoad.ts')],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    await once(child, 'message');
    return new LoadGenerator(child);
  }

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  /** Has viewers look for a while, and waits for the last look. */
  async poll(order: LoadOrder): Promise<Look[]> {
    this.#process.send({ poll: order });
    const [message] = await once(this.#process, 'message');
    return (message as { looks: Look[] }).looks;
  }

  /** Has readers wait for updates of an app, from now on until it stops. */
  listen(order: ChangeOrder, onHeard: (heard: Heard) => void): void {
    this.#process.on('message', message =>
      onHeard((message as { heard: Heard }).heard),
    );
    this.#process.send({ listen: order });
  }

  stop(): Promise<void> {
    return endProcess(this.#process);
  }
}
