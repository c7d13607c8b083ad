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
  ANNOTATION_KUBERNETES_AUTH_PROVIDER,
  ANNOTATION_KUBERNETES_OIDC_TOKEN_PROVIDER,
} from '@backstage/plugin-kubernetes-common';
import type {
  AuthMetadata,
  AuthenticationStrategy,
  ClusterDetails,
} from '@backstage/plugin-kubernetes-node';

/** By the name of the auth provider. */
export type AuthStrategies = Record<
  string,
  Pick<AuthenticationStrategy, 'presentAuthMetadata'> | undefined
>;

/** A cluster as the stock plugin's `/clusters` tells of it. */
export interface DescribedCluster {
  name: string;
  title?: string;
  dashboardUrl?: string;
  authProvider?: string;
  oidcTokenProvider?: string;
  auth?: AuthMetadata;
}

export function describeClusters(
  clusters: ClusterDetails[],
  strategies: AuthStrategies,
): DescribedCluster[] {
  return clusters.map(({ name, title, dashboardUrl, authMetadata }) => {
    const authProvider = authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
    const oidcTokenProvider =
      authMetadata[ANNOTATION_KUBERNETES_OIDC_TOKEN_PROVIDER];
    const auth = strategies[authProvider]?.presentAuthMetadata(authMetadata);
    return {
      name,
      title,
      dashboardUrl,
      authProvider,
      ...(oidcTokenProvider && { oidcTokenProvider }),
      ...(auth && Object.keys(auth).length > 0 && { auth }),
    };
  });
}
