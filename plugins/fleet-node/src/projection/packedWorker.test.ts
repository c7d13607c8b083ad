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

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const WORKER = join(ROOT, 'worker');

/** The build bundles `src` only: what a thread loads has to stand in the package as it is. */
describe('the worker in the package', () => {
  const files = readdirSync(WORKER);

  it('is packed', () => {
    const { files: packed } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    expect(packed).toEqual(expect.arrayContaining(['dist', 'worker']));
    expect(files).toContain('projector.js');
  });

  it.each(files)('%s needs nothing but Node and its neighbours', file => {
    const text = readFileSync(join(WORKER, file), 'utf8');
    const wanted = [...text.matchAll(/require\('([^']+)'\)/g)].map(
      ([, name]) => name,
    );
    const foreign = wanted.filter(
      name =>
        !name.startsWith('node:') &&
        !files.includes(`${name.replace(/^\.\//, '')}.js`),
    );
    expect(foreign).toEqual([]);
    expect(text).not.toMatch(/^import /m);
  });
});
