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

import type {
  AuditorService,
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import type {
  ApplyRequest,
  ApplyResult,
  ClusterResult,
  ClusterSelection,
  KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import type { Request } from 'express';
import { describeInitiator } from '../audit';
import type { FleetAuthorizer } from '../permissions';
import type { ApplyConfig } from './ApplyConfig';
import { applyToCluster } from './applyToCluster';
import { checkManifests } from './checkManifests';
import { readManifests } from './readManifests';
import { selectClusters } from './selectClusters';

type FleetCluster = ReturnType<FleetService['getCluster']>;

/** How a call of the API says which clusters: names, or location and group, but not both. */
export interface RequestedClusters {
  names?: string[];
  location?: string;
  group?: string;
}

/** An apply as it comes in over HTTP. */
export interface RequestedApply
  extends Omit<ApplyRequest, 'clusters' | 'manifests'> {
  clusters: RequestedClusters;
  manifests?: unknown[];
}

/** An apply whose manifests are read. */
interface ReadApply extends Omit<RequestedApply, 'manifests' | 'yaml'> {
  manifests: KubernetesObject[];
}

/** The one door for every change of a Kubernetes object. */
export class ApplyService {
  readonly #options: ApplyServiceOptions;

  static create(options: ApplyServiceOptions) {
    return new ApplyService(options);
  }

  private constructor(options: ApplyServiceOptions) {
    this.#options = options;
  }

  /**
   * Applies manifests to clusters, side by side. What one cluster answers is data in the result, not an error.
   *
   * @throws NotFoundError, NotAllowedError, InputError before anything is changed
   */
  async apply(
    credentials: BackstageCredentials,
    raw: RequestedApply,
    context: { request?: Request; signal?: AbortSignal } = {},
  ): Promise<ApplyResult> {
    const { manifests, problems } = readManifests(raw);
    if (problems.length > 0) {
      throw new InputError(problems[0].message);
    }
    const requested = { ...raw, manifests };
    const { fleet, authorizer, config } = this.#options;
    const dryRun = requested.dryRun ?? false;
    const refusal = await this.#startEvent(requested, undefined, context);
    let clusters: FleetCluster[];
    try {
      if (!config.enabled) {
        throw new NotAllowedError(
          'Slipway does not change clusters here. The platform team turns it on with slipway.kubernetes.apply.enabled.',
        );
      }
      clusters = selectClusters(
        fleet.listClusters(),
        toSelection(requested.clusters),
        await authorizer.decideViewer(credentials),
      );
      checkManifests(requested.manifests, requested.namespace, config);
    } catch (error) {
      await refusal.fail({ error: error as Error });
      throw error;
    }
    await refusal.success({
      meta: { clusters: clusters.map(({ name }) => name) },
    });
    return {
      dryRun,
      clusters: await Promise.all(
        clusters.map(cluster =>
          this.#applyTo(cluster, credentials, requested, context),
        ),
      ),
    };
  }

  async #applyTo(
    cluster: FleetCluster,
    credentials: BackstageCredentials,
    requested: ReadApply,
    context: { request?: Request; signal?: AbortSignal },
  ): Promise<ClusterResult> {
    const event = await this.#startEvent(requested, cluster.name, context);
    const { auth, fleet } = this.#options;
    if (cluster.freshness.state !== 'live') {
      const message = `${cluster.name} is ${cluster.freshness.state}, so nothing was changed there. Try again when it is live.`;
      await event.fail({ error: new Error(message) });
      return {
        cluster: cluster.name,
        outcome: 'not-tried',
        message,
        objects: [],
      };
    }
    try {
      const result = await applyToCluster(
        fleet,
        cluster.name,
        requested.manifests,
        {
          dryRun: requested.dryRun ?? false,
          force: requested.force ?? false,
          namespace: requested.namespace,
          initiator: describeInitiator(auth, credentials),
          signal: context.signal,
        },
      );
      await (result.outcome === 'applied'
        ? event.success({ meta: summarise(result) })
        : event.fail({
            error: new Error(result.message ?? 'Not all objects were applied'),
            meta: summarise(result),
          }));
      return result;
    } catch (error) {
      // One cluster's fault must not hide what was done in the others.
      await event.fail({ error: error as Error });
      return {
        cluster: cluster.name,
        outcome: 'failed',
        message: `Slipway could not finish in ${cluster.name}, so part of this may have been applied there. Applying it again is safe. ${error}`,
        objects: [],
      };
    }
  }

  #startEvent(
    requested: ReadApply,
    cluster: string | undefined,
    context: { request?: Request },
  ) {
    return this.#options.auditor.createEvent({
      eventId: 'apply',
      severityLevel: requested.dryRun ? 'low' : 'medium',
      request: context.request,
      meta: {
        queryType: cluster === undefined ? 'request' : 'cluster',
        dryRun: requested.dryRun ?? false,
        force: requested.force ?? false,
        ...(cluster !== undefined && { cluster }),
        ...(requested.reason !== undefined && { reason: requested.reason }),
        objects: requested.manifests.map(
          ({ kind, metadata }) =>
            `${kind} ${metadata.namespace ?? requested.namespace ?? '-'}/${
              metadata.name
            }`,
        ),
      },
    });
  }
}

interface ApplyServiceOptions {
  auth: AuthService;
  auditor: AuditorService;
  authorizer: FleetAuthorizer;
  config: ApplyConfig;
  fleet: FleetService;
}

function toSelection({
  names,
  location,
  group,
}: RequestedClusters): ClusterSelection {
  if (names === undefined) {
    return { location, group };
  }
  if (location !== undefined || group !== undefined) {
    throw new InputError(
      'Choose clusters by name, or by location and group, not both.',
    );
  }
  return { names };
}

function summarise({ outcome, objects }: ClusterResult) {
  return {
    outcome,
    objects: objects.map(
      object => `${object.outcome}: ${object.kind} ${object.name}`,
    ),
  };
}
