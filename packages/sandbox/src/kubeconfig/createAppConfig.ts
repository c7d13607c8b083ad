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

import type { KubeContext } from './readKubeconfig';

/**
 * The app-config by which Backstage and Slipway find these clusters. Location and group cannot be read from a
 * kubeconfig file, so each cluster is a location of its own until the user writes them down.
 */
export function createAppConfig(
  contexts: Array<KubeContext & { token: string }>,
): unknown {
  return {
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: contexts.map(context => ({
            name: context.name,
            url: context.server,
            authProvider: 'serviceAccount',
            serviceAccountToken: context.token,
            ...(context.caData && { caData: context.caData }),
            ...(context.skipTLSVerify && { skipTLSVerify: true }),
          })),
        },
      ],
    },
    slipway: {
      fleet: {
        clusters: Object.fromEntries(
          contexts.map(({ name }) => [
            name,
            { location: name, group: 'default' },
          ]),
        ),
      },
    },
  };
}
