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
import { NotAllowedError } from '@backstage/errors';
import type {
  KubernetesObject,
  ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  AccessSubject,
  ChangeResult,
  ClusterOutline,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type {
  ChangeAuthorizer,
  Changer,
  FleetAuthorizer,
  ObjectAction,
} from '../permissions';
import type { ApplyConfig } from './ApplyConfig';
import type { Impersonation } from './Impersonation';
import type { ExaminedObject, ObjectGuard } from './ObjectGuard';
import { selectClusters, type RequestedClusters } from './selectClusters';

/** A cluster where the change may be made, and as whom. */
export interface ReadyCluster {
  name: string;
  /** The person that Slipway acts as; none where it acts as its service account. */
  subject?: AccessSubject;
  objects: ExaminedObject[];
}

/** Each cluster of a request, in order: ready, or why nothing is done there. */
export type PreparedCluster =
  | { ready: ReadyCluster }
  | { refused: ChangeResult };

/** What a change is about. */
export interface IntendedChange {
  action: Extract<ObjectAction, 'apply' | 'delete'>;
  clusters: RequestedClusters;
  refs: readonly ObjectRef[];
  /** What is to be applied, in the order of `refs`. */
  manifests?: readonly KubernetesObject[];
  namespace?: string;
}

export interface ChangePreparerOptions {
  authorizer: FleetAuthorizer;
  changes: ChangeAuthorizer;
  config: ApplyConfig;
  fleet: FleetService;
  guard: ObjectGuard;
  impersonation: Impersonation;
}

/** Decides who may change what, for all clusters of a request before the first is changed. */
export class ChangePreparer {
  readonly #options: ChangePreparerOptions;

  static create(options: ChangePreparerOptions): ChangePreparer {
    return new ChangePreparer(options);
  }

  private constructor(options: ChangePreparerOptions) {
    this.#options = options;
  }

  /** @throws NotAllowedError */
  requireEnabled(): void {
    if (!this.#options.config.enabled) {
      throw new NotAllowedError(
        'Slipway does not change clusters here. The platform team turns it on with slipway.kubernetes.apply.enabled.',
      );
    }
  }

  /** @throws NotFoundError, NotAllowedError, InputError */
  async select(
    credentials: BackstageCredentials,
    requested: RequestedClusters,
    actions: readonly ObjectAction[],
  ): Promise<{ clusters: ClusterOutline[]; changer: Changer }> {
    const { authorizer, changes, fleet } = this.#options;
    const [viewer, changer] = await Promise.all([
      authorizer.decideViewer(credentials),
      changes.decide(credentials),
    ]);
    const clusters = selectClusters(fleet.listOutlines(), requested, {
      canRead: cluster => viewer.canRead(cluster),
      canChange: cluster =>
        actions.some(action => changer.mayIn(action, cluster)),
    });
    return { clusters, changer };
  }

  /**
   * One cluster that gives no answer never blocks the others; one object that the caller may not change blocks all.
   *
   * @throws NotFoundError, NotAllowedError, InputError
   */
  async prepare(
    credentials: BackstageCredentials,
    change: IntendedChange,
    signal: AbortSignal,
  ): Promise<PreparedCluster[]> {
    const { guard, impersonation } = this.#options;
    const { clusters, changer } = await this.select(
      credentials,
      change.clusters,
      [change.action],
    );
    const actors = await impersonation.actorsIn(
      credentials,
      clusters.map(({ name }) => name),
    );
    const prepared = await Promise.all(
      clusters.map(async (cluster): Promise<PreparedCluster> => {
        const { name, freshness } = cluster;
        const actor = actors.get(name);
        if (actor?.kind === 'nobody') {
          return refuse(
            name,
            `Nothing was changed in ${name}. ${actor.reason}`,
          );
        }
        if (freshness.state !== 'live') {
          return refuse(
            name,
            `${name} is ${freshness.state}, so nothing was changed there. Try again when it is live.`,
          );
        }
        const subject = actor?.kind === 'user' ? actor.subject : undefined;
        const examined = await guard.examine(
          cluster,
          change.refs,
          { namespace: change.namespace, subject, signal },
          change.manifests,
        );
        return examined.ok
          ? { ready: { name, subject, objects: examined.objects } }
          : refuse(name, `Nothing was changed. ${examined.message}`);
      }),
    );
    for (const cluster of prepared) {
      if ('ready' in cluster) {
        guard.require(changer, change.action, cluster.ready.objects);
      }
    }
    return prepared;
  }
}

function refuse(cluster: string, message: string): PreparedCluster {
  return {
    refused: { cluster, outcome: 'not-tried', message, objects: [] },
  };
}
