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

import { Cluster } from '../../cluster';
import { KubeObject } from '../../kube';
import { waitFor } from '../../wait';
import { GROUP, GROUP_VERSION } from './metricsObjects';

const NAMESPACE = 'kube-system';
const SERVICE = 'sandbox-load-simulator';
const ANSWER_TIMEOUT_MS = 90_000;
const ANSWER_INTERVAL_MS = 500;
const LOOKED_FOR_ANNOTATION = 'sandbox.slipway.dev/looked-for-at';
const LABELS = { 'slipway.dev/simulated': 'true' };

/** The name that the API server expects in the simulator's certificate. */
export const SERVICE_HOST = `${SERVICE}.${NAMESPACE}.svc`;

/**
 * Lets a cluster's API server pass requests for metrics to the simulator, and returns once it does. It goes through a
 * Service of type ExternalName: the port of the APIService is then the one that is called (k8s.io/apiserver,
 * pkg/util/proxy), while EndpointSlices may not hold loopback addresses.
 *
 * @param port - loopback port of the simulator
 */
export async function registerMetricsApi(
  cluster: Cluster,
  port: number,
): Promise<void> {
  await cluster.client.apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: SERVICE, namespace: NAMESPACE, labels: LABELS },
    spec: { type: 'ExternalName', externalName: 'localhost' },
  });
  await cluster.client.apply(apiService(cluster, port));
  await waitFor(
    `the API server of ${cluster.name} to reach the load simulator`,
    async () => {
      const path = `/apis/${GROUP_VERSION}/nodes`;
      if ((await cluster.request('GET', path)).status === 200) {
        return true;
      }
      // it looks again at once when the object changes, else after ever longer pauses
      await cluster.client.apply(
        apiService(cluster, port, {
          [LOOKED_FOR_ANNOTATION]: new Date().toISOString(),
        }),
      );
      return false;
    },
    { timeoutMs: ANSWER_TIMEOUT_MS, intervalMs: ANSWER_INTERVAL_MS },
  );
}

function apiService(
  cluster: Cluster,
  port: number,
  annotations?: Record<string, string>,
): KubeObject {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `v1beta1.${GROUP}`, labels: LABELS, annotations },
    spec: {
      group: GROUP,
      version: 'v1beta1',
      service: { name: SERVICE, namespace: NAMESPACE, port },
      caBundle: cluster.caData,
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  };
}
