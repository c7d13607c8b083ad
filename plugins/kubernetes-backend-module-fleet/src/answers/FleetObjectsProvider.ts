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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  CustomResourceMatcher,
  KubernetesRequestAuth,
  ObjectsByEntityResponse,
} from '@backstage/plugin-kubernetes-common';
import type {
  AuthenticationStrategy,
  ClusterDetails,
  CustomResource,
  CustomResourcesByEntity,
  KubernetesObjectsByEntity,
  KubernetesObjectsProvider,
  KubernetesServiceLocator,
  ObjectFetchParams,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import type { FleetFetcher } from '../fetcher';
import { withinTime } from '../withinTime';
import type { AnswerStreaming } from './AnswerStreaming';
import {
  describeCluster,
  hasContent,
  type ClusterAnswer,
} from './ClusterAnswer';
import type { FleetRules } from './FleetRules';

export interface FleetObjectsProviderOptions {
  fetcher: Pick<FleetFetcher, 'readObjects'>;
  serviceLocator: KubernetesServiceLocator;
  authStrategy: Pick<AuthenticationStrategy, 'getCredential'>;
  customResources: CustomResource[];
  objectTypesToFetch: ObjectToFetch[];
  rules: Pick<FleetRules, 'selectVisible'>;
  streaming: Pick<AnswerStreaming, 'toResponse'>;
  timeoutMs: number;
}

/**
 * Asks all clusters of an entity as `KubernetesFanOutHandler` of the stock plugin does (0.21.11), save that nothing
 * that goes wrong with one of them reaches the others: there a credential that cannot be had blanks the page
 * (backstage#13794). And it hands on texts, which nobody parses on the way to the browser.
 */
export class FleetObjectsProvider implements KubernetesObjectsProvider {
  readonly #options: FleetObjectsProviderOptions;

  static create(options: FleetObjectsProviderOptions): FleetObjectsProvider {
    return new FleetObjectsProvider(options);
  }

  private constructor(options: FleetObjectsProviderOptions) {
    this.#options = options;
  }

  async getKubernetesObjectsByEntity(
    { entity, auth }: KubernetesObjectsByEntity,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<ObjectsByEntityResponse> {
    return this.#ask(entity, auth, credentials, {
      objectTypesToFetch: new Set(this.#options.objectTypesToFetch),
    });
  }

  async getCustomResourcesByEntity(
    { entity, auth, customResources }: CustomResourcesByEntity,
    { credentials }: { credentials: BackstageCredentials },
  ): Promise<ObjectsByEntityResponse> {
    return this.#ask(entity, auth, credentials, {
      objectTypesToFetch: new Set(),
      customResources,
    });
  }

  async #ask(
    entity: Entity,
    auth: KubernetesRequestAuth,
    credentials: BackstageCredentials,
    wanted: {
      objectTypesToFetch: Set<ObjectToFetch>;
      customResources?: CustomResourceMatcher[];
    },
  ): Promise<ObjectsByEntityResponse> {
    const { clusters } = await this.#options.serviceLocator.getClustersByEntity(
      entity,
      { customResources: [], ...wanted, credentials },
    );
    const visible = await this.#options.rules.selectVisible(
      credentials,
      entity,
      clusters,
    );
    const answers = await Promise.all(
      visible.map(cluster =>
        this.#askCluster(cluster, auth, {
          ...choiceOf(entity),
          objectTypesToFetch: wanted.objectTypesToFetch,
          customResources: (
            wanted.customResources ??
            cluster.customResources ??
            this.#options.customResources
          ).map(one => ({ ...one, objectType: 'customresources' })),
        }),
      ),
    );
    return this.#options.streaming.toResponse(answers.filter(hasContent));
  }

  async #askCluster(
    clusterDetails: ClusterDetails,
    auth: KubernetesRequestAuth,
    params: Omit<ObjectFetchParams, 'clusterDetails' | 'credential'>,
  ): Promise<ClusterAnswer> {
    const cluster = describeCluster(clusterDetails);
    const { authStrategy, fetcher, timeoutMs } = this.#options;
    try {
      const credential = await withinTime(
        `No credential for ${clusterDetails.name}`,
        timeoutMs,
        // Begun in a promise, so that what it throws at once is a failure of this cluster too.
        async () => authStrategy.getCredential(clusterDetails, auth),
      );
      return {
        cluster,
        ...(await fetcher.readObjects({
          ...params,
          clusterDetails,
          credential,
        })),
      };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return {
        cluster,
        podMetrics: [],
        resources: [],
        errors: [{ errorType: 'FETCH_ERROR', message }],
      };
    }
  }
}

/** Which objects an entity chooses, by the annotations that the stock plugin reads. */
function choiceOf({ metadata: { annotations = {}, name } }: Entity) {
  const serviceId = annotations['backstage.io/kubernetes-id'] || name;
  return {
    serviceId,
    labelSelector:
      annotations['backstage.io/kubernetes-label-selector'] ||
      `backstage.io/kubernetes-id=${serviceId}`,
    namespace: annotations['backstage.io/kubernetes-namespace'],
  };
}
