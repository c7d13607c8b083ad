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

import { writeFile } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { findProgram } from './findProgram';
import { runProgram } from './runProgram';

const folder = createMockDirectory();

function run(
  script: string,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
) {
  return runProgram({
    program: { path: '/bin/sh', args: ['-c'] },
    args: [script],
    cwd: folder.path,
    timeoutMs: 60_000,
    ...options,
  });
}

describe('runProgram', () => {
  it('gives a program nothing of the backend but its folder', async () => {
    const output = await run('echo "$PATH:$HOME:$NODE_OPTIONS:$(ulimit -v)"');
    expect(output).toMatch(new RegExp(`^:${folder.path}::(4194304|unlimited)`));
    await expect(run('ls')).rejects.toThrow('not found');
  });

  it('says what the program says when it fails, without where that was', async () => {
    await expect(
      run(`echo "Error: $PWD/base/a.yaml is wrong" >&2; exit 3`),
    ).rejects.toThrow(/^Error: base\/a.yaml is wrong$/);
    await expect(run('exit 3')).rejects.toThrow('It ended with code 3.');
  });

  it('ends one that takes too long, prints too much or is not wanted any more', async () => {
    await expect(
      run('while :; do :; done', { timeoutMs: 200 }),
    ).rejects.toThrow('It took longer than 0.2 s, and was ended.');
    await expect(
      run('a=aaaaaaaaaaaaaaaa; while :; do a=$a$a; echo $a; done'),
    ).rejects.toThrow('It printed more than 2 MiB, and was ended.');
    await expect(
      run('while :; do :; done', { signal: AbortSignal.timeout(200) }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('findProgram', () => {
  const config = { timeoutMs: 1 };

  beforeEach(() => {
    folder.setContent({ one: {}, two: {}, other: {} });
  });

  it('takes what is configured, else the first on the PATH, else kubectl for kustomize', async () => {
    const program = async (path: string) => {
      await writeFile(folder.resolve(path), '', { mode: 0o755 });
      return folder.resolve(path);
    };
    const kubectl = await program('one/kubectl');
    const searchPath = `relative:${folder.resolve('one')}:${folder.resolve(
      'two',
    )}`;
    await expect(findProgram('kustomize', config, searchPath)).resolves.toEqual(
      { path: kubectl, args: ['kustomize'] },
    );
    const kustomize = await program('two/kustomize');
    await expect(findProgram('kustomize', config, searchPath)).resolves.toEqual(
      { path: kustomize, args: ['build'] },
    );
    const helm = await program('other/helm-4');
    await expect(
      findProgram('helm', { ...config, helm }, searchPath),
    ).resolves.toEqual({ path: helm, args: ['template'] });
  });

  it('names the tool that is missing, and how to bring it', async () => {
    await expect(
      findProgram('kustomize', config, folder.resolve('one')),
    ).rejects.toThrow(
      'kustomize or kubectl is not on the PATH of the backend, so nothing was rendered. The platform team installs it, or says where it is with slipway.kubernetes.render.kustomize.',
    );
    await expect(
      findProgram('helm', { ...config, helm: '/nowhere/helm' }),
    ).rejects.toThrow(
      'The program /nowhere/helm of slipway.kubernetes.render.helm cannot be run by the backend.',
    );
  });
});
