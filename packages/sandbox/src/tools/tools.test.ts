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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Progress } from '../Progress';
import { cacheDir } from './cacheDir';
import { compareVersions, neededVersion } from './GoToolchain';
import { Toolbox } from './Toolbox';
import { toolSpecs } from './toolSpecs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sandbox-tools-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('cacheDir', () => {
  it.each([
    [{ SLIPWAY_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/a'],
    [{ XDG_CACHE_HOME: '/b' }, '/b/slipway'],
  ])('follows %j', (env, expected) => {
    expect(cacheDir(env as unknown as NodeJS.ProcessEnv)).toBe(expected);
  });
});

describe('Toolbox', () => {
  const progress = Progress.silent();
  const { etcd, prometheus } = toolSpecs('linux');

  it('keeps a tool under a key of all that decides what it is', () => {
    const env = { SLIPWAY_CACHE: dir } as unknown as NodeJS.ProcessEnv;
    const tools = Toolbox.create({ progress, env });
    const folder = tools.dirOf(etcd);
    expect(folder).toMatch(/\/tools\/etcd-[0-9a-f]{12}$/);
    expect(tools.dirOf(etcd)).toBe(folder);
    expect(tools.dirOf({ ...etcd, buildFlags: ['-race'] })).not.toBe(folder);
    expect(tools.binary('prometheus')).toBe(
      join(tools.dirOf(prometheus), 'bin/prometheus'),
    );
  });

  it('takes what KUBEBUILDER_ASSETS has, and builds nothing for it', async () => {
    const assets = join(dir, 'etcd');
    writeFileSync(assets, '');
    const tools = Toolbox.create({
      progress,
      env: {
        SLIPWAY_CACHE: join(dir, 'cache'),
        KUBEBUILDER_ASSETS: dir,
      } as unknown as NodeJS.ProcessEnv,
    });
    await tools.ensure(['etcd']);
    expect(tools.binary('etcd')).toBe(assets);
    expect(tools.binary('kube-apiserver')).toContain(
      '/cache/tools/kubernetes-',
    );
  });
});

describe('compareVersions', () => {
  it.each([
    ['1.26.8', '1.26.7', 1],
    ['1.27', '1.26.9', 1],
    ['1.26', '1.26.0', 0],
    ['1.9.9', '1.26.1', -1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });

  it('knows the newest Go that a tool asks for', () => {
    expect(compareVersions(neededVersion(), '1.26')).toBeGreaterThanOrEqual(0);
  });
});
