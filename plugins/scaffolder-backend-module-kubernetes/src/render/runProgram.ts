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
import { existsSync } from 'node:fs';
import { InputError } from '@backstage/errors';
import type { Program } from './findProgram';

/** Twice what fleet takes at once, since YAML is longer than what is sent. */
const MAX_OUTPUT_BYTES = 2 * 1024 * 1024;

const MAX_ERROR_BYTES = 4096;

/** Of address space, in KiB: a template can ask for any amount. */
const MAX_MEMORY_KIB = 4 * 1024 * 1024;

const SHELL = '/bin/sh';

/** Where no proxy listens: port 9 is "discard". Only a second fence, for a folder that asks for the network is refused. */
const NO_PROXY_LISTENS = 'http://127.0.0.1:9';

export interface RunOptions {
  program: Program;
  args: string[];
  /** A folder that holds nothing but what may be read. */
  cwd: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Runs a program on checked input and answers what it printed. It gets no environment, no PATH and so no other program,
 * and is ended when it takes too long or prints too much.
 *
 * @throws InputError with the program's own words, or with the limit that it passed
 * @throws AbortError when the signal aborts
 */
export async function runProgram(options: RunOptions): Promise<string> {
  const { signal, timeoutMs } = options;
  signal?.throwIfAborted();
  const child = start(options);
  let limit: string | undefined;
  const end = (reason?: string) => {
    limit ??= reason;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(
    () => end(`took longer than ${timeoutMs / 1000} s`),
    timeoutMs,
  );
  const onAbort = () => end();
  signal?.addEventListener('abort', onAbort);
  try {
    const [output, problem, code] = await Promise.all([
      collect(child.stdout!, MAX_OUTPUT_BYTES, () =>
        end(`printed more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MiB`),
      ),
      collect(child.stderr!, MAX_ERROR_BYTES),
      exitOf(child),
    ]);
    signal?.throwIfAborted();
    if (limit !== undefined) {
      throw new InputError(`It ${limit}, and was ended.`);
    }
    if (code !== 0) {
      throw new InputError(
        problem.split(`${options.cwd}/`).join('').trim() ||
          `It ended with code ${code}.`,
      );
    }
    return output;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function start({ program, args, cwd }: RunOptions): ChildProcess {
  const all = [...program.args, ...args];
  const options = {
    cwd,
    env: {
      PATH: '',
      HOME: cwd,
      TMPDIR: cwd,
      KUBECONFIG: '/dev/null',
      HELM_CACHE_HOME: `${cwd}/.helm`,
      HELM_CONFIG_HOME: `${cwd}/.helm`,
      HELM_DATA_HOME: `${cwd}/.helm`,
      HTTP_PROXY: NO_PROXY_LISTENS,
      HTTPS_PROXY: NO_PROXY_LISTENS,
    },
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
  };
  if (!existsSync(SHELL)) {
    return spawn(program.path, all, options);
  }
  // macOS knows no limit of address space, and goes on without.
  const limited = `ulimit -v ${MAX_MEMORY_KIB} 2>/dev/null; exec "$0" "$@"`;
  return spawn(SHELL, ['-c', limited, program.path, ...all], options);
}

async function collect(
  stream: NodeJS.ReadableStream,
  maxBytes: number,
  onTooMuch?: () => void,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes <= maxBytes) {
      chunks.push(chunk as Buffer);
    } else {
      onTooMuch?.();
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
