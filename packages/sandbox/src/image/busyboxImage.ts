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
import { readFileSync } from 'node:fs';
import { TarEntry } from './tar';
import { ImageSource } from './ociImage';

/** The image of the seeded apps that run on the real node. */
export const BUSYBOX_IMAGE = 'slipway.test/busybox:1';
/** The image that holds a pod's namespaces open. */
export const PAUSE_IMAGE = 'slipway.test/pause:1';

/** The images of the real node, both made of the machine's static busybox. */
export function busyboxImages(busybox: string): ImageSource[] {
  const layer = busyboxLayer(busybox);
  return [
    {
      name: BUSYBOX_IMAGE,
      layer,
      config: { Cmd: ['sh'], Env: ['PATH=/bin'] },
    },
    {
      name: PAUSE_IMAGE,
      layer,
      config: { Entrypoint: ['/bin/sleep', '2147483647'] },
    },
  ];
}

function busyboxLayer(busybox: string): TarEntry[] {
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' })
    .split('\n')
    .filter(applet => applet && applet !== 'busybox');
  const directory = (path: string, mode = 0o755): TarEntry => ({
    type: 'directory',
    path,
    mode,
  });
  return [
    directory('bin'),
    directory('etc'),
    directory('tmp', 0o1777),
    {
      type: 'file',
      path: 'bin/busybox',
      mode: 0o755,
      content: readFileSync(busybox),
    },
    {
      type: 'file',
      path: 'etc/passwd',
      mode: 0o644,
      content: Buffer.from(
        'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n',
      ),
    },
    ...applets.map(
      (applet): TarEntry => ({
        type: 'symlink',
        path: `bin/${applet}`,
        target: 'busybox',
      }),
    ),
  ];
}
