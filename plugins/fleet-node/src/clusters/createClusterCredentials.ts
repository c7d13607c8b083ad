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

import { readFile } from 'node:fs/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { ForwardedError } from '@backstage/errors';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type {
  AuthenticationStrategy,
  ClusterDetails,
} from '@backstage/plugin-kubernetes-node';
import {
  TokenCredentials,
  type ClusterCredentials,
} from './ClusterCredentials';

/** Where Kubernetes mounts the token of a pod's own service account ("Accessing the API from a Pod"). */
const IN_CLUSTER_TOKEN_FILE =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Chooses how fleet signs in to a cluster: with the ways of the stock plugin that need no user.
 */
export function createClusterCredentials(
  details: ClusterDetails,
  options: { tokenFile?: string; config: Config; logger: LoggerService },
): ClusterCredentials {
  const provider = details.authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
  switch (provider) {
    case 'localKubectlProxy':
      return new TokenCredentials(async () => undefined);
    case 'serviceAccount': {
      const token = details.authMetadata.serviceAccountToken;
      if (options.tokenFile || !token) {
        const file = options.tokenFile ?? IN_CLUSTER_TOKEN_FILE;
        return new TokenCredentials(() => readToken(file));
      }
      return new TokenCredentials(async () => token);
    }
    case 'aws':
    case 'azure':
    case 'googleServiceAccount': {
      const strategy = loadStrategy(provider, options);
      return new TokenCredentials(async () =>
        bearerToken(await strategy(), details),
      );
    }
    default:
      return new TokenCredentials(async () => {
        throw new Error(
          `it signs users in with ${provider}, which a cache cannot do for them; give fleet a serviceAccount for it`,
        );
      });
  }
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new ForwardedError(`The token file ${file} cannot be read`, error);
  }
}

/** The stock plugin's strategies pull in the SDKs of three clouds: they are loaded only for clusters that want them. */
function loadStrategy(
  provider: 'aws' | 'azure' | 'googleServiceAccount',
  options: { config: Config; logger: LoggerService },
): () => Promise<AuthenticationStrategy> {
  let loading: Promise<AuthenticationStrategy> | undefined;
  const load = async (): Promise<AuthenticationStrategy> => {
    const stock = await import('@backstage/plugin-kubernetes-backend');
    switch (provider) {
      case 'aws':
        return new stock.AwsIamStrategy({ config: options.config });
      case 'azure':
        return new stock.AzureIdentityStrategy(options.logger);
      default:
        return new stock.GoogleServiceAccountStrategy({
          config: options.config,
        });
    }
  };
  return () => {
    loading ??= load();
    return loading;
  };
}

async function bearerToken(
  strategy: AuthenticationStrategy,
  details: ClusterDetails,
): Promise<string> {
  const credential = await strategy.getCredential(details, {});
  if (credential.type !== 'bearer token') {
    throw new Error(
      `Cluster ${details.name} wants a credential of type ${credential.type}, which fleet does not know.`,
    );
  }
  return credential.token;
}
