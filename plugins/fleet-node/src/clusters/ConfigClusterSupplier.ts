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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  ANNOTATION_KUBERNETES_AUTH_PROVIDER,
  ANNOTATION_KUBERNETES_AWS_ASSUME_ROLE,
  ANNOTATION_KUBERNETES_AWS_EXTERNAL_ID,
} from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { checkCluster } from './checkCluster';
import type { FleetClusterSupplier } from './FleetClusterSupplier';

const LOCATORS = 'kubernetes.clusterLocatorMethods';

/** The address at which `kubectl proxy` listens by default. */
const KUBECTL_PROXY_URL = 'http://127.0.0.1:8001';

/**
 * Clusters from the configuration of the stock Kubernetes plugin, with the same keys.
 *
 * Locator types that need a catalog or a cloud's API are not read here: the stock plugin keeps its locators to itself,
 * so that a module of it hands their clusters over (`FleetService.offerClusters`).
 */
export class ConfigClusterSupplier implements FleetClusterSupplier {
  readonly #config: Config;
  readonly #logger: LoggerService;

  static create(options: {
    config: Config;
    logger: LoggerService;
  }): ConfigClusterSupplier {
    return new ConfigClusterSupplier(options.config, options.logger);
  }

  private constructor(config: Config, logger: LoggerService) {
    this.#config = config;
    this.#logger = logger;
  }

  async getClusters(): Promise<ClusterDetails[]> {
    const clusters = new Map<string, ClusterDetails>();
    for (const method of this.#config.getOptionalConfigArray(LOCATORS) ?? []) {
      for (const details of this.#readMethod(method)) {
        checkCluster(details, LOCATORS);
        if (clusters.has(details.name)) {
          throw new InputError(
            `${LOCATORS} names cluster ${details.name} twice.`,
          );
        }
        clusters.set(details.name, details);
      }
    }
    return [...clusters.values()];
  }

  #readMethod(method: Config): ClusterDetails[] {
    const type = method.getString('type');
    switch (type) {
      case 'config':
        return method.getConfigArray('clusters').map(readCluster);
      case 'localKubectlProxy':
        return [localKubectlProxy()];
      default:
        this.#logger.warn(
          `Fleet does not read clusters of the locator type ${type}: these clusters are left out. Name them under type config, or hand fleet a cluster supplier.`,
        );
        return [];
    }
  }
}

function readCluster(config: Config): ClusterDetails {
  const metadata = config.getOptional<Record<string, string>>('authMetadata');
  const authProvider =
    metadata?.[ANNOTATION_KUBERNETES_AUTH_PROVIDER] ??
    config.getString('authProvider');
  const authMetadata: Record<string, string | undefined> = {
    [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: authProvider,
    serviceAccountToken: config.getOptionalString('serviceAccountToken'),
    [ANNOTATION_KUBERNETES_AWS_ASSUME_ROLE]:
      config.getOptionalString('assumeRole'),
    [ANNOTATION_KUBERNETES_AWS_EXTERNAL_ID]:
      config.getOptionalString('externalId'),
    ...metadata,
  };
  return {
    name: config.getString('name'),
    title: config.getOptionalString('title'),
    url: config.getString('url'),
    skipTLSVerify: config.getOptionalBoolean('skipTLSVerify') ?? false,
    caData: config.getOptionalString('caData'),
    caFile: config.getOptionalString('caFile'),
    authMetadata: Object.fromEntries(
      Object.entries(authMetadata).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  };
}

function localKubectlProxy(): ClusterDetails {
  return {
    name: 'local',
    url: KUBECTL_PROXY_URL,
    authMetadata: {
      [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'localKubectlProxy',
    },
  };
}
