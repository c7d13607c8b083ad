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

import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Programs of the machine that a real node is made of. */
export interface NodePrograms {
  containerd: string;
  ctr: string;
  runc: string;
  /** A static busybox, for the images. */
  busybox: string;
  /** Folder of the CNI plugins. */
  cniDir: string;
}

/** Either all that a real node needs, or one sentence that says what is missing. */
export type NodeRequirements =
  | { programs: NodePrograms; missing?: undefined }
  | { programs?: undefined; missing: string };

const PACKAGES = 'containerd runc containernetworking-plugins busybox-static';
const CNI_DIRS = ['/usr/lib/cni', '/opt/cni/bin'];
const CNI_PLUGINS = ['bridge', 'host-local', 'loopback'];
/** Where administration programs are, which may not be on a user's PATH. */
const SYSTEM_DIRS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Looks whether this machine can run a real node. Changes nothing. */
export function nodeRequirements(): NodeRequirements {
  if (process.platform !== 'linux') {
    return { missing: 'A real node needs Linux.' };
  }
  if (process.getuid?.() !== 0) {
    return { missing: 'A real node needs root.' };
  }
  if (!existsSync('/sys/fs/cgroup/pids')) {
    return {
      missing:
        'A real node needs cgroup v1 at /sys/fs/cgroup, as this sandbox sets it up; this machine has another layout.',
    };
  }
  const found = findPrograms();
  return (
    found ?? {
      missing: `A real node needs containerd, runc, CNI plugins and a static busybox: apt-get install -y --no-install-recommends ${PACKAGES}`,
    }
  );
}

function findPrograms(): { programs: NodePrograms } | undefined {
  const containerd = findProgram('containerd');
  const ctr = findProgram('ctr');
  const runc = findProgram('runc');
  const busybox = findProgram('busybox');
  const cniDir = CNI_DIRS.find(dir =>
    CNI_PLUGINS.every(plugin => isExecutable(join(dir, plugin))),
  );
  return containerd && ctr && runc && busybox && cniDir
    ? { programs: { containerd, ctr, runc, busybox, cniDir } }
    : undefined;
}

function findProgram(name: string): string | undefined {
  const dirs = [...(process.env.PATH ?? '').split(':'), ...SYSTEM_DIRS];
  return dirs.map(dir => join(dir, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
