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

/** The command line of a process, with spaces between its arguments; undefined where there is none such. */
export function commandLine(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // empty for a zombie
      const raw = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return raw.replace(/\0/g, ' ').trim() || undefined;
    } catch {
      return undefined;
    }
  }
  return ps(pid, 'command=');
}

/** Resident memory in MiB. */
export function residentMiB(pid: number): number | undefined {
  if (process.platform === 'linux') {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const kib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
      return kib ? Math.round(Number(kib) / 1024) : undefined;
    } catch {
      return undefined;
    }
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
