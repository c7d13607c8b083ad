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

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Whether a process of this id exists and is no zombie. */
export function isAlive(pid: number): boolean {
  return commandLine(pid) !== undefined;
}

/** How often, and how long each time, to look again at a process that is between two programs. */
const EXEC_TRIES = 50;
const EXEC_PAUSE_MS = 2;

/** The command line of a process, with spaces between its arguments; undefined where there is none such. */
export function commandLine(pid: number): string | undefined {
  return process.platform === 'linux'
    ? linuxCommandLine(pid)
    : ps(pid, 'command=');
}

// It is empty for a zombie, and for a moment while a process replaces its program (execve), which is then alive.
function linuxCommandLine(pid: number): string | undefined {
  for (let tries = 0; tries < EXEC_TRIES; tries++) {
    const command = readProc(pid, 'cmdline')?.replace(/\0/g, ' ').trim();
    if (command) {
      return command;
    }
    if (command === undefined || !isBetweenPrograms(pid)) {
      return undefined;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EXEC_PAUSE_MS);
  }
  return undefined;
}

// Kernel threads have no command line either, nor any memory of their own.
function isBetweenPrograms(pid: number): boolean {
  const status = readProc(pid, 'status') ?? '';
  return /^State:\s+[^ZX]/m.test(status) && /^VmSize:/m.test(status);
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether every thread of a process is stopped, as SIGSTOP does it. Each goes on until the system gets to it. */
export function isStopped(pid: number): boolean {
  return process.platform === 'linux'
    ? threadsOf(pid).every(thread =>
        /^State:\s+[Tt]/m.test(readProc(pid, `task/${thread}/status`) ?? ''),
      )
    : ps(pid, 'state=')?.startsWith('T') ?? false;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Resident memory in MiB. */
export function residentMiB(pid: number): number | undefined {
  if (process.platform === 'linux') {
    const status = readProc(pid, 'status') ?? '';
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kib ? Math.round(Number(kib) / 1024) : undefined;
  }
  const kib = ps(pid, 'rss=');
  return kib ? Math.round(Number(kib) / 1024) : undefined;
}

function ps(pid: number, column: string): string | undefined {
  try {
    const output = execFileSync('ps', ['-o', column, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Ids of the processes whose command line holds all of these texts. */
export function findProcesses(...texts: string[]): number[] {
  return processIds().filter(pid => {
    const command = commandLine(pid);
    return command && texts.every(text => command.includes(text));
  });
}

function processIds(): number[] {
  const names =
    process.platform === 'linux'
      ? readdirSync('/proc')
      : execFileSync('ps', ['-A', '-o', 'pid='], { encoding: 'utf8' }).split(
          '\n',
        );
  return names.map(Number).filter(pid => pid > 0);
}
