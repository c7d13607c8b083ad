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

import { createHash } from 'node:crypto';
import { StateDir } from '../state';

/** The longest path of a Unix socket that Linux takes is 107 bytes. */
const MAX_SOCKET_PATH = 107;
const HASH_LENGTH = 8;

/** Names and paths of one real node; those outside its folder are unique to the sandbox. */
export interface NodeLayout {
  name: string;
  /** Folder of all that the node keeps. */
  dir: string;
  /** The same, relative to the state folder. */
  folder: string;
  socket: string;
  /** Name of the network bridge; at most 15 characters. */
  bridge: string;
  /** Path of the node's cgroups in each hierarchy. */
  cgroup: string;
}

/** @throws Error when the state folder's path is too long for a Unix socket */
export function nodeLayout(state: StateDir, name: string): NodeLayout {
  const folder = `nodes/${name}`;
  const dir = state.path(folder);
  const id = createHash('sha256')
    .update(dir)
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const socket = `${dir}/containerd.sock`;
  if (`${socket}.ttrpc`.length > MAX_SOCKET_PATH) {
    throw new Error(
      `The path ${socket} is too long for a socket; choose a shorter folder for the sandbox`,
    );
  }
  return {
    name,
    dir,
    folder,
    socket,
    bridge: `slip${id}`,
    cgroup: `slipway-${id}`,
  };
}
