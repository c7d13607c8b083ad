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
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageSource, ociImage } from './ociImage';
import { tar } from './tar';

const SOURCE: ImageSource = {
  name: 'slipway.test/hello:1',
  layer: [
    { type: 'directory', path: 'bin', mode: 0o755 },
    {
      type: 'file',
      path: 'bin/hello',
      mode: 0o755,
      content: Buffer.from('#!/bin/sh\necho hello\n'),
    },
    { type: 'symlink', path: 'bin/hi', target: 'hello' },
  ],
  config: { Cmd: ['/bin/hello'] },
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sandbox-image-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function unpack(archive: Buffer, into: string): void {
  execFileSync('tar', ['-xf', '-', '-C', into], { input: archive });
}

describe('ociImage', () => {
  it('names every blob by what is in it', () => {
    unpack(ociImage(SOURCE, 'amd64'), dir);
    const blobs = readdirSync(join(dir, 'blobs/sha256'));
    expect(blobs).toHaveLength(3);
    for (const blob of blobs) {
      const content = readFileSync(join(dir, 'blobs/sha256', blob));
      expect(createHash('sha256').update(content).digest('hex')).toBe(blob);
    }
  });

  it('leads from the index to the layer', () => {
    unpack(ociImage(SOURCE, 'amd64'), dir);
    const blob = (digest: string) =>
      readFileSync(join(dir, 'blobs', digest.replace(':', '/')));
    const index = JSON.parse(readFileSync(join(dir, 'index.json'), 'utf8'));
    const [entry] = index.manifests;
    expect(entry.annotations['io.containerd.image.name']).toBe(SOURCE.name);
    const manifest = JSON.parse(blob(entry.digest).toString());
    const config = JSON.parse(blob(manifest.config.digest).toString());
    expect(config.rootfs.diff_ids).toEqual([manifest.layers[0].digest]);
    expect(config.config.Cmd).toEqual(['/bin/hello']);
    unpack(blob(manifest.layers[0].digest), dir);
    expect(execFileSync(join(dir, 'bin/hi'), { encoding: 'utf8' })).toBe(
      'hello\n',
    );
  });

  it('is the same each time', () => {
    const [first, second] = [0, 1].map(() => ociImage(SOURCE, 'amd64'));
    expect(first.equals(second)).toBe(true);
  });

  it('refuses a path that the format cannot hold', () => {
    const path = 'a'.repeat(101);
    expect(() => tar([{ type: 'directory', path, mode: 0o755 }])).toThrow(
      'too long',
    );
  });
});
