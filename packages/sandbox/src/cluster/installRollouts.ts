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

import { KubeClient, readManifests } from '../kube';
import { Toolbox } from '../tools';
import { waitFor } from '../wait';

const SERVED_TIMEOUT_MS = 90_000;

/** Applies the CRDs of Argo Rollouts and returns once they are served. */
export async function installRollouts(
  client: KubeClient,
  tools: Toolbox,
): Promise<void> {
  for (const file of tools.manifests('argo-rollouts')) {
    for (const crd of readManifests(tools.manifest('argo-rollouts', file))) {
      await client.apply(crd);
    }
  }
  await waitFor(
    'Argo Rollouts to be served',
    async () => {
      const path = '/apis/argoproj.io/v1alpha1/rollouts?limit=1';
      return (await client.request('GET', path)).status === 200;
    },
    { timeoutMs: SERVED_TIMEOUT_MS },
  );
}
