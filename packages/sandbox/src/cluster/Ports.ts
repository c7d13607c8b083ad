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

import { findFreePort, isPortFree } from '../net';

/** The loopback ports of one cluster. */
export interface ClusterPorts {
  api: number;
  etcd: number;
  etcdPeer: number;
  controllerManager: number;
  scheduler: number;
  kwok: number;
  kubelet: number;
  kubeletHealth: number;
}

const NAMES: Array<keyof ClusterPorts> = [
  'api',
  'etcd',
  'etcdPeer',
  'controllerManager',
  'scheduler',
  'kwok',
  'kubelet',
  'kubeletHealth',
];

/** Keeps the ports of last time where they are still free, so that addresses stay the same. */
export async function choosePorts(
  previous: Partial<ClusterPorts> | undefined,
): Promise<ClusterPorts> {
  const ports: Partial<ClusterPorts> = {};
  for (const name of NAMES) {
    const old = previous?.[name];
    ports[name] = old && (await isPortFree(old)) ? old : await findFreePort();
  }
  return ports as ClusterPorts;
}
