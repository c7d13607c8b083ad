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

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { StateDir } from '../state/StateDir';
import { waitFor } from '../wait';
import { commandLine, isStopped, residentMiB } from './inspect';

const DEFAULT_GRACE_MS = 10_000;
const KILL_WAIT_MS = 10_000;
const FREEZE_WAIT_MS = 10_000;
const FREEZE_PAUSE_MS = 2;
const LOG_TAIL_LINES = 8;

/** What `status` says of one process. */
export interface ProcessInfo {
  name: string;
  /** Undefined when it does not run. */
  pid?: number;
  memoryMiB?: number;
  logFile: string;
}

interface PidFile {
  pid: number;
  /** Parts of the command line by which the process is known again, since ids are used anew by the system. */
  marks: string[];
  /** Missing in files of older versions. */
  args?: string[];
}

/**
 * A background process that outlives the command which started it, in a process group of its own. Its pid file is
 * believed only where the command line of that process is the expected one.
 */
export class ManagedProcess {
  readonly name: string;
  readonly #state: StateDir;

  static create(state: StateDir, name: string): ManagedProcess {
    return new ManagedProcess(state, name);
  }

  private constructor(state: StateDir, name: string) {
    this.#state = state;
    this.name = name;
  }

  get logFile(): string {
    return this.#state.path('logs', `${this.name}.log`);
  }

  /** The id of the running process; undefined when it does not run. */
  get pid(): number | undefined {
    const file = this.#state.readJson<PidFile>(this.#pidFile);
    if (!file) {
      return undefined;
    }
    const command = commandLine(file.pid);
    return command && file.marks.every(mark => command.includes(mark))
      ? file.pid
      : undefined;
  }

  get info(): ProcessInfo {
    const pid = this.pid;
    return {
      name: this.name,
      pid,
      memoryMiB: pid ? residentMiB(pid) : undefined,
      logFile: this.logFile,
    };
  }

  /**
   * Starts it, or leaves it alone when it runs. At least one argument must name the state folder: it is the mark by
   * which the process is known again.
   *
   * @param options.program - name that the process shows once it runs, where `binary` replaces itself by another
   */
  async start(
    binary: string,
    args: string[],
    options: { env?: NodeJS.ProcessEnv; program?: string } = {},
  ): Promise<void> {
    if (this.pid) {
      return;
    }
    const log = openSync(this.logFile, 'a', 0o600);
    try {
      const child = spawn(binary, args, {
        detached: true,
        stdio: ['ignore', log, log],
        env: options.env ?? process.env,
      });
      await new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.once('spawn', resolve);
      });
      child.unref();
      const marks = [options.program ?? basename(binary), this.#state.root];
      this.#state.writeJson(this.#pidFile, { pid: child.pid, marks, args });
    } finally {
      closeSync(log);
    }
  }

  /** Sends a signal to the process and its children; nothing happens when it does not run. */
  signal(signal: NodeJS.Signals): void {
    const pid = this.pid;
    if (pid) {
      signalGroup(pid, signal);
    }
  }

  /**
   * Stops the clock of the process and its children, and returns once the process stands still: a program with many
   * threads may answer for a moment after the signal.
   *
   * @throws Error when it goes on for 10 s
   */
  freeze(): void {
    this.signal('SIGSTOP');
    const deadline = Date.now() + FREEZE_WAIT_MS;
    for (let pid = this.pid; pid && !isStopped(pid); pid = this.pid) {
      if (Date.now() > deadline) {
        throw new Error(`${this.name} does not stand still`);
      }
      Atomics.wait(
        new Int32Array(new SharedArrayBuffer(4)),
        0,
        0,
        FREEZE_PAUSE_MS,
      );
    }
  }

  /** Stops it where it runs with other arguments than these: an older version of the sandbox started it. */
  async stopOutdated(args: string[]): Promise<void> {
    const started = this.#state.readJson<PidFile>(this.#pidFile)?.args;
    if (this.pid && JSON.stringify(started) !== JSON.stringify(args)) {
      await this.stop();
    }
  }

  /** Asks it to end, ends it by force after the grace period, and returns once it is gone. */
  async stop(options: { graceMs?: number } = {}): Promise<void> {
    const pid = this.pid;
    if (pid) {
      signalGroup(pid, 'SIGTERM');
      // a frozen process gets no signal but this one
      signalGroup(pid, 'SIGCONT');
      await waitFor(`${this.name} to stop`, () => !this.pid, {
        timeoutMs: options.graceMs ?? DEFAULT_GRACE_MS,
      }).catch(() => signalGroup(pid, 'SIGKILL'));
      await waitFor(`${this.name} to end`, () => !this.pid, {
        timeoutMs: KILL_WAIT_MS,
      });
    }
    rmSync(this.#state.path(this.#pidFile), { force: true });
  }

  /** The last lines of the log, for error messages. */
  logTail(): string {
    try {
      const lines = readFileSync(this.logFile, 'utf8').trimEnd().split('\n');
      return lines.slice(-LOG_TAIL_LINES).join('\n');
    } catch {
      return '';
    }
  }

  get #pidFile(): string {
    return `run/${this.name}.json`;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
