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

import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../process';
import { sleep } from '../wait';
import { NodeLayout } from './NodeLayout';

const CGROUP_ROOT = '/sys/fs/cgroup';
const FIRST_NETWORK = 10;
const LAST_NETWORK = 250;
const RMDIR_TRIES = 20;
const RMDIR_PAUSE_MS = 200;
/** What reading says of a cgroup that was removed before it was opened, or after. */
const GONE = ['ENOENT', 'ENODEV'];

/** What the kubelet changes on the host, by itself and for everybody. */
const SYSCTLS = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
];

/**
 * The bridge of the node, with an address of the host on it.
 *
 * @returns the first three numbers of the network's addresses
 */
export async function ensureBridge(layout: NodeLayout): Promise<string> {
  const taken = await networks();
  const present = taken.get(layout.bridge);
  if (present) {
    return present;
  }
  await removeBridge(layout);
  const network = freeNetwork(new Set(taken.values()));
  await runCommand('ip', ['link', 'add', layout.bridge, 'type', 'bridge']);
  await runCommand('ip', [
    'addr',
    'add',
    `${network}.1/24`,
    'dev',
    layout.bridge,
  ]);
  await runCommand('ip', ['link', 'set', layout.bridge, 'mtu', '1400', 'up']);
  return network;
}

export async function removeBridge(layout: NodeLayout): Promise<void> {
  if (existsSync(`/sys/class/net/${layout.bridge}`)) {
    await runCommand('ip', ['link', 'del', layout.bridge]);
  }
}

/** The node's own root in each hierarchy of cgroup v1. */
export function ensureCgroups(layout: NodeLayout): void {
  for (const dir of cgroupDirs(layout)) {
    mkdirSync(dir, { recursive: true });
  }
  // these are empty in a new cpuset, and it cannot be used until they are set
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    const value = readFileSync(join(CGROUP_ROOT, 'cpuset', file));
    writeFileSync(join(CGROUP_ROOT, 'cpuset', layout.cgroup, file), value);
  }
}

/** Ids of all processes in the node's containers. */
export function containerProcesses(layout: NodeLayout): number[] {
  return cgroupTree(join(CGROUP_ROOT, 'pids', layout.cgroup)).flatMap(dir =>
    unlessGone(() => readFileSync(join(dir, 'cgroup.procs'), 'utf8'), '')
      .split('\n')
      .filter(Boolean)
      .map(Number),
  );
}

/** Removes the node's cgroups; the kernel needs a moment after their last process. */
export async function removeCgroups(layout: NodeLayout): Promise<void> {
  for (let tries = 0; tries < RMDIR_TRIES; tries++) {
    const left = cgroupDirs(layout).filter(dir => !removeTree(dir));
    if (left.length === 0) {
      return;
    }
    await sleep(RMDIR_PAUSE_MS);
  }
}

/** The host's settings that the kubelet is going to change. */
export function readSysctls(): Record<string, string> {
  return Object.fromEntries(
    SYSCTLS.map(name => [name, readFileSync(`/proc/sys/${name}`, 'utf8')]),
  );
}

export function writeSysctls(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    writeFileSync(`/proc/sys/${name}`, value);
  }
}

/**
 * The network of each interface that has an address. Node's own list leaves out bridges without a running port, as
 * those of a node without pods are.
 */
async function networks(): Promise<Map<string, string>> {
  const text = await runCommand('ip', ['-json', '-4', 'address', 'show']);
  const links = JSON.parse(text) as Array<{
    ifname: string;
    addr_info: Array<{ local: string }>;
  }>;
  return new Map(
    links.flatMap(({ ifname, addr_info: [address] }) =>
      address
        ? [[ifname, address.local.split('.').slice(0, 3).join('.')] as const]
        : [],
    ),
  );
}

function freeNetwork(taken: Set<string>): string {
  for (let number = FIRST_NETWORK; number <= LAST_NETWORK; number++) {
    const network = `10.244.${number}`;
    if (!taken.has(network)) {
      return network;
    }
  }
  throw new Error('Every network from 10.244.10.0 to 10.244.250.0 is taken');
}

function cgroupDirs(layout: NodeLayout): string[] {
  return readdirSync(CGROUP_ROOT, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => join(CGROUP_ROOT, entry.name, layout.cgroup));
}

/** A cgroup and all below it, deepest first. */
function cgroupTree(dir: string): string[] {
  if (!existsSync(dir)) {
    return [];
  }
  const children = unlessGone(
    () => readdirSync(dir, { withFileTypes: true }),
    [],
  ).filter(entry => entry.isDirectory());
  return [...children.flatMap(child => cgroupTree(join(dir, child.name))), dir];
}

// containerd removes the cgroup of a container that ended, perhaps while it is looked at
function unlessGone<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (GONE.includes((error as NodeJS.ErrnoException).code ?? '')) {
      return otherwise;
    }
    throw error;
  }
}

function removeTree(dir: string): boolean {
  try {
    cgroupTree(dir).forEach(child => rmdirSync(child));
    return true;
  } catch {
    return false;
  }
}
