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

import { Cluster } from '../cluster';

/** Label and taint of real nodes: simulated apps must not land there. */
export const REAL_NODE_KEY = 'slipway.dev/real';

/**
 * Creates the node object before the kubelet does. A kubelet refuses loopback addresses of its own choosing, and
 * keeps those that it finds.
 */
export async function registerNode(
  cluster: Cluster,
  name: string,
): Promise<void> {
  await cluster.client.apply({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        [REAL_NODE_KEY]: 'true',
        'topology.kubernetes.io/region':
          cluster.spec.region ?? cluster.spec.location,
        'topology.kubernetes.io/zone': `${
          cluster.spec.region ?? cluster.spec.location
        }-local`,
        'node.kubernetes.io/instance-type': 'this-machine',
      },
    },
    spec: {
      taints: [{ key: REAL_NODE_KEY, value: 'true', effect: 'NoSchedule' }],
    },
  });
  await cluster.client.mergePatch(`/api/v1/nodes/${name}/status`, {
    status: {
      addresses: [
        { type: 'InternalIP', address: '127.0.0.1' },
        { type: 'Hostname', address: '127.0.0.1' },
      ],
    },
  });
}
