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
import { NotFoundError } from '@backstage/errors';
import type {
  ClusterNamespaces,
  KubernetesObject,
  NamespaceInCluster,
  NamespaceQuery,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  AccessSubject,
  ClusterOutline,
  FleetService,
  LiveNamespaces,
} from '@slipway/backstage-plugin-fleet-node';
import {
  matchesPattern,
  type ChangeAuthorizer,
  type Changer,
  type FleetAuthorizer,
} from '../permissions';
import { CLUSTER_HIDDEN } from '../views';
import { groupKind, type ApplyConfig } from './ApplyConfig';
import type { Actor, Impersonation } from './Impersonation';
import { ownerOf } from './NamespaceService';

const TIMEOUT_MS = 15_000;
const DEFAULT_KIND = { apiVersion: 'apps/v1', kind: 'Deployment' };

interface NamespaceDirectoryOptions {
  authorizer: FleetAuthorizer;
  changes: ChangeAuthorizer;
  config: ApplyConfig;
  fleet: FleetService;
  impersonation: Impersonation;
}

/** Tells which namespaces somebody can use. */
export class NamespaceDirectory {
  readonly #options: NamespaceDirectoryOptions;

  static create(options: NamespaceDirectoryOptions) {
    return new NamespaceDirectory(options);
  }

  private constructor(options: NamespaceDirectoryOptions) {
    this.#options = options;
  }

  /**
   * The namespaces that the caller may apply to or owns; the others are left out, as if they did not exist.
   *
   * @throws NotFoundError for a cluster that the caller may not see
   */
  async list(
    credentials: BackstageCredentials,
    query: NamespaceQuery,
  ): Promise<ClusterNamespaces[]> {
    const { authorizer, changes, fleet } = this.#options;
    const [viewer, changer] = await Promise.all([
      authorizer.getViewer(credentials),
      changes.decide(credentials),
    ]);
    const known = new Map(
      fleet.listOutlines().map(cluster => [cluster.name, cluster]),
    );
    const clusters = [...new Set(query.clusters)].map(name => {
      const cluster = known.get(name);
      if (!cluster || !viewer.canRead(cluster)) {
        throw new NotFoundError(`${name}: ${CLUSTER_HIDDEN}`);
      }
      return cluster;
    });
    const actors = await this.#options.impersonation.actorsIn(
      credentials,
      clusters.map(({ name }) => name),
    );
    return Promise.all(
      clusters.map(cluster =>
        this.#listIn(cluster, changer, query, actors.get(cluster.name)),
      ),
    );
  }

  async #listIn(
    cluster: ClusterOutline,
    changer: Changer,
    query: NamespaceQuery,
    actor: Actor | undefined,
  ): Promise<ClusterNamespaces> {
    const { config } = this.#options;
    const { name } = cluster;
    const canCreate =
      config.enabled && changer.mayIn('create-namespace', cluster);
    if (cluster.freshness.state !== 'live') {
      const message = `${name} is ${cluster.freshness.state}.`;
      return { cluster: name, message, canCreate, namespaces: [] };
    }
    if (actor?.kind === 'nobody') {
      const message = actor.reason;
      return { cluster: name, message, canCreate, namespaces: [] };
    }
    const subject = actor?.kind === 'user' ? actor.subject : undefined;
    const { answer, all } = await this.#read(name, subject);
    if (!answer.ok) {
      const { message } = answer;
      return { cluster: name, message, canCreate, namespaces: [] };
    }
    const namespaces = answer.namespaces
      .map(namespace => this.#describe(cluster, namespace, changer, query))
      .filter(({ owned, writable }) => owned || (all && writable))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { cluster: name, canCreate, namespaces };
  }

  /** Who may not list the namespaces of a cluster is told of their own: those they know of. */
  async #read(
    cluster: string,
    subject: AccessSubject | undefined,
  ): Promise<{ answer: LiveNamespaces; all: boolean }> {
    const { fleet } = this.#options;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fleet.readNamespaces(cluster, { subject, signal });
    return subject && !answer.ok && answer.forbidden
      ? { answer: await fleet.readNamespaces(cluster, { signal }), all: false }
      : { answer, all: true };
  }

  #describe(
    cluster: ClusterOutline,
    namespace: KubernetesObject,
    changer: Changer,
    query: NamespaceQuery,
  ): NamespaceInCluster {
    const { config } = this.#options;
    const { name } = namespace.metadata;
    const owner = ownerOf(namespace);
    const { apiVersion = DEFAULT_KIND.apiVersion, kind = DEFAULT_KIND.kind } =
      query;
    const allowed = groupKind(apiVersion, kind);
    const writable =
      config.enabled &&
      config.allowedKinds.has(allowed) &&
      !config.deniedNamespaces.some(pattern => matchesPattern(pattern, name)) &&
      changer.may('apply', {
        cluster,
        apiGroup: allowed.split('/')[0],
        kind,
        namespace: name,
        namespaceOwner: owner,
        name: '',
        owners: [],
      });
    return {
      name,
      ...(owner && { owner }),
      owned: owner !== undefined && changer.claims.has(owner),
      writable,
    };
  }
}
