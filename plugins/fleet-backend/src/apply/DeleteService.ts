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
import { InputError } from '@backstage/errors';
import type {
  DeleteRequest,
  DeleteResult,
  ManifestProblem,
  ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  ChangeResult,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { Request } from 'express';
import type { ApplyConfig } from './ApplyConfig';
import type { AuditedRequest, ChangeAudit } from './ChangeAudit';
import { changeClusters, toClusterResult } from './changeClusters';
import type { ChangePreparer, ReadyCluster } from './ChangePreparer';
import { checkRefs } from './checkManifests';
import { readManifests } from './readManifests';
import type { RequestedClusters } from './selectClusters';
import { requireNone } from './requireNone';

const TIMEOUT_MS = 120_000;

/** A delete as it comes in over HTTP. */
export type RequestedDelete = Omit<DeleteRequest, 'clusters' | 'manifests'> & {
  clusters: RequestedClusters;
  manifests?: unknown[];
};

interface DeleteServiceOptions {
  audit: ChangeAudit;
  config: ApplyConfig;
  fleet: FleetService;
  preparer: ChangePreparer;
}

/** The one door by which objects are deleted. */
export class DeleteService {
  readonly #options: DeleteServiceOptions;

  static create(options: DeleteServiceOptions) {
    return new DeleteService(options);
  }

  private constructor(options: DeleteServiceOptions) {
    this.#options = options;
  }

  /**
   * Deletes objects, the last first. What is gone already counts as done.
   *
   * @throws NotFoundError, NotAllowedError, InputError before anything is deleted
   */
  async delete(
    credentials: BackstageCredentials,
    requested: RequestedDelete,
    request?: Request,
  ): Promise<DeleteResult> {
    const { audit, config, preparer } = this.#options;
    const { clusters, dryRun = false, namespace, reason } = requested;
    const audited: AuditedRequest = {
      eventId: 'delete',
      dryRun,
      reason,
      request,
    };
    const { refs, problems } = readRefs(requested);
    const results = await audit.around(audited, refs, async () => {
      preparer.requireEnabled();
      requireNone([...problems, ...checkRefs(refs, namespace, config)]);
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const prepared = await preparer.prepare(
        credentials,
        { action: 'delete', clusters, refs, namespace },
        signal,
      );
      return changeClusters(
        prepared,
        {
          plan: cluster => this.#delete(cluster, requested, true, signal),
          write: cluster => this.#delete(cluster, requested, false, signal),
        },
        dryRun,
      );
    });
    return { dryRun, clusters: results.map(toClusterResult) };
  }

  /** The very objects that were looked at: another one that takes their name meanwhile stays. */
  #delete(
    { name, subject, objects }: ReadyCluster,
    { namespace, propagationPolicy = 'Background' }: RequestedDelete,
    dryRun: boolean,
    signal: AbortSignal,
  ): Promise<ChangeResult> {
    const targets = objects.map(({ live }) => {
      const { apiVersion, kind, object } = live;
      const uid = object?.metadata.uid;
      return {
        apiVersion,
        kind,
        name: live.name,
        namespace: live.namespace,
        ...(typeof uid === 'string' && { uid }),
      };
    });
    return this.#options.fleet.deleteObjects(name, targets, {
      dryRun,
      namespace,
      propagationPolicy,
      subject,
      signal,
    });
  }
}

function readRefs({ objects, manifests, yaml }: RequestedDelete): {
  refs: ObjectRef[];
  problems: ManifestProblem[];
} {
  if (objects === undefined) {
    const read = readManifests({ manifests, yaml });
    const refs = read.manifests.map(({ apiVersion, kind, metadata }) => ({
      apiVersion,
      kind,
      name: metadata.name,
      ...(metadata.namespace && { namespace: metadata.namespace }),
    }));
    // What was applied last may need what was applied before it.
    return { refs: refs.reverse(), problems: read.problems };
  }
  if (manifests !== undefined || yaml !== undefined) {
    throw new InputError('Give one of objects, manifests and yaml.');
  }
  return { refs: objects, problems: [] };
}
