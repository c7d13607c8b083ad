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
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type {
  ApplyRequest,
  ApplyResult,
  KubernetesObject,
  ManifestProblem,
  ObjectRef,
  PlanRequest,
  PlanResult,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  ChangeResult,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { Request } from 'express';
import { describeInitiator } from '../audit';
import type { ApplyConfig } from './ApplyConfig';
import { applyToCluster } from './applyToCluster';
import type { AuditedRequest, ChangeAudit } from './ChangeAudit';
import { changeClusters, toClusterResult } from './changeClusters';
import type { ChangePreparer } from './ChangePreparer';
import { checkManifests } from './checkManifests';
import { readManifests } from './readManifests';
import { requireNone } from './requireNone';
import { requireOwnerRef } from './requireOwnerRef';
import type { RequestedClusters } from './selectClusters';

/** After this long what is not done is left; a cluster that hangs is given up by each request's own limit before. */
const TIMEOUT_MS = 120_000;

/** What comes in over HTTP: nothing is known yet of the manifests. */
type Requested<T extends ApplyRequest | PlanRequest> = Omit<
  T,
  'clusters' | 'manifests'
> & { clusters: RequestedClusters; manifests?: unknown[] };
/** An apply as it comes in. */
export type RequestedApply = Requested<ApplyRequest>;
/** A plan as it comes in. */
export type RequestedPlan = Requested<PlanRequest>;

interface ApplyServiceOptions {
  audit: ChangeAudit;
  auth: AuthService;
  config: ApplyConfig;
  fleet: FleetService;
  preparer: ChangePreparer;
}

/** The one door by which objects are created and changed. */
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
    requested: RequestedApply,
    request?: Request,
  ): Promise<ApplyResult> {
    const { audit } = this.#options;
    const { dryRun = false, force = false, reason } = requested;
    const audited: AuditedRequest = {
      eventId: 'apply',
      dryRun,
      force,
      reason,
      request,
    };
    const { manifests, problems } = this.#read(requested);
    const results = await audit.around(
      audited,
      manifests.map(refOf),
      async () => {
        this.#options.preparer.requireEnabled();
        requireNone(problems);
        return this.#change(credentials, requested, manifests, {
          dryRun,
          // Another request may make it before: a dry run of a template asks for one after the other.
          expectNamespaces: dryRun,
        });
      },
    );
    return { dryRun, clusters: results.map(toClusterResult) };
  }

  /**
   * What an apply would do. What is wrong with the manifests is data, and no cluster is asked then.
   *
   * @throws NotFoundError, NotAllowedError, InputError
   */
  async plan(
    credentials: BackstageCredentials,
    requested: RequestedPlan,
  ): Promise<PlanResult> {
    this.#options.preparer.requireEnabled();
    const { manifests, problems } = this.#read(requested);
    const objects = manifests.map(refOf);
    if (problems.length > 0) {
      return { objects, problems, clusters: [] };
    }
    const results = await this.#change(credentials, requested, manifests, {
      dryRun: true,
    });
    return { objects, problems, clusters: results.map(toClusterResult) };
  }

  #read(requested: RequestedPlan): {
    manifests: KubernetesObject[];
    problems: ManifestProblem[];
  } {
    const read = readManifests(requested);
    const { manifests } = read;
    return {
      manifests,
      problems: [
        ...read.problems,
        ...checkManifests(manifests, requested.namespace, this.#options.config),
      ],
    };
  }

  async #change(
    credentials: BackstageCredentials,
    requested: RequestedPlan,
    manifests: KubernetesObject[],
    mode: { dryRun: boolean; expectNamespaces?: boolean },
  ): Promise<ChangeResult[]> {
    const { auth, fleet, preparer } = this.#options;
    const { clusters, namespace, force = false } = requested;
    const owner = requested.owner && requireOwnerRef(requested.owner);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const prepared = await preparer.prepare(
      credentials,
      {
        action: 'apply',
        clusters,
        refs: manifests.map(refOf),
        manifests,
        namespace,
      },
      signal,
    );
    const options = {
      force,
      namespace,
      owner,
      signal,
      initiator: describeInitiator(auth, credentials),
    };
    return changeClusters(
      prepared,
      {
        plan: ({ name, subject }) =>
          applyToCluster(fleet, name, manifests, {
            ...options,
            subject,
            expectNamespaces: mode.expectNamespaces,
            dryRun: true,
          }),
        write: ({ name, subject }) =>
          applyToCluster(fleet, name, manifests, {
            ...options,
            subject,
            dryRun: false,
          }),
      },
      mode.dryRun,
    );
  }
}

function refOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectRef {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace && { namespace }) };
}
