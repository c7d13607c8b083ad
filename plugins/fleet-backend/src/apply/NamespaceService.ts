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
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  OWNER_ANNOTATION,
  type ApplyResult,
  type CreateNamespaceRequest,
  type KubernetesObject,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  ChangeResult,
  ClusterOutline,
  FleetService,
} from '@slipway/backstage-plugin-fleet-node';
import type { Request } from 'express';
import { describeInitiator } from '../audit';
import { matchesPattern, type Changer } from '../permissions';
import type { SubjectMapper } from '../reviews';
import type { ApplyConfig } from './ApplyConfig';
import type { AuditedRequest, ChangeAudit } from './ChangeAudit';
import { changeClusters, toClusterResult } from './changeClusters';
import type { ChangePreparer, PreparedCluster } from './ChangePreparer';
import { composeNamespace } from './composeNamespace';
import { NAMESPACE_NAME, unchangedNamespace } from './namespaces';
import { requireOwnerRef } from './requireOwnerRef';
import type { RequestedClusters } from './selectClusters';

const TIMEOUT_MS = 120_000;
const DEFAULT_ROLES = ['edit'];
/** Labels by which Kubernetes and Slipway decide what a namespace may: not for people to set. */
const RESERVED_LABEL = /^([^/]*\.)?(kubernetes\.io|k8s\.io|slipway\.dev)\//;

/** A namespace as it is asked for over HTTP. */
export type RequestedNamespace = Omit<CreateNamespaceRequest, 'clusters'> & {
  clusters: RequestedClusters;
};

/** What is there in a cluster already. */
type Existing =
  | { kind: 'free' }
  | { kind: 'own' }
  | { kind: 'foreign'; owner?: string }
  | { kind: 'unknown'; message: string };

interface NamespaceServiceOptions {
  audit: ChangeAudit;
  auth: AuthService;
  catalog: CatalogService;
  config: ApplyConfig;
  fleet: FleetService;
  preparer: ChangePreparer;
  subjects: SubjectMapper;
}

/**
 * Makes namespaces for teams. It writes kinds that nobody may apply, such as role bindings, so all of them are composed
 * here, and as Slipway's own account.
 */
export class NamespaceService {
  readonly #options: NamespaceServiceOptions;

  static create(options: NamespaceServiceOptions) {
    return new NamespaceService(options);
  }

  private constructor(options: NamespaceServiceOptions) {
    this.#options = options;
  }

  /**
   * Creates a namespace, or brings one that belongs to the same owner up to date.
   *
   * @throws NotFoundError, NotAllowedError, InputError before anything is changed
   */
  async create(
    credentials: BackstageCredentials,
    raw: RequestedNamespace,
    request?: Request,
  ): Promise<ApplyResult> {
    const { audit, preparer } = this.#options;
    const requested = { ...raw, owner: requireOwnerRef(raw.owner) };
    const { name, dryRun = false, force = false, reason } = requested;
    const audited: AuditedRequest = {
      eventId: 'namespace-create',
      dryRun,
      force,
      reason,
      request,
    };
    const ref = { apiVersion: 'v1', kind: 'Namespace', name };
    const results = await audit.around(audited, [ref], async () => {
      preparer.requireEnabled();
      await this.#requireValid(requested);
      // Who only makes sure that it is there needs no more rights than to use it.
      const keep = requested.existing === 'keep';
      const { clusters, changer } = await preparer.select(
        credentials,
        requested.clusters,
        keep ? ['create-namespace', 'apply'] : ['create-namespace'],
      );
      const check = (cluster: ClusterOutline) =>
        requireAllowed(changer, cluster, requested);
      if (!keep) {
        clusters.forEach(check);
      }
      return this.#create(credentials, requested, clusters, check);
    });
    return { dryRun, clusters: results.map(toClusterResult) };
  }

  async #create(
    credentials: BackstageCredentials,
    requested: RequestedNamespace,
    clusters: ClusterOutline[],
    check: (cluster: ClusterOutline) => void,
  ): Promise<ChangeResult[]> {
    const { auth, fleet, subjects } = this.#options;
    const { dryRun = false, force = false, owner } = requested;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const manifests = composeNamespace({
      ...requested,
      defaultDeny: requested.defaultDeny ?? true,
      roles: requested.roles ?? DEFAULT_ROLES,
      group: subjects.groupOf(owner),
    });
    const prepared = await Promise.all(
      clusters.map(cluster =>
        this.#prepare(cluster, requested, manifests.length, signal),
      ),
    );
    clusters.filter((_, index) => 'ready' in prepared[index]).forEach(check);
    const apply = (cluster: string, plan: boolean) =>
      fleet.apply(cluster, manifests, {
        dryRun: plan,
        force,
        initiator: describeInitiator(auth, credentials),
        owner,
        signal,
      });
    return changeClusters(
      prepared,
      {
        plan: ({ name }) => apply(name, true),
        write: ({ name }) => apply(name, false),
      },
      dryRun,
    );
  }

  async #prepare(
    cluster: ClusterOutline,
    { name, owner, existing = 'refuse' }: RequestedNamespace,
    objects: number,
    signal: AbortSignal,
  ): Promise<PreparedCluster> {
    const refused = (message: string, result: Partial<ChangeResult> = {}) => ({
      refused: {
        cluster: cluster.name,
        outcome: 'not-tried' as const,
        message,
        objects: [],
        ...result,
      },
    });
    const kept = () =>
      refused(`The namespace ${name} was there already, and stays as it is.`, {
        outcome: 'applied',
        objects: [unchangedNamespace(name)],
      });
    const ready = { ready: { name: cluster.name, objects: [] } };
    if (cluster.freshness.state !== 'live') {
      return refused(
        `${cluster.name} is ${cluster.freshness.state}, so nothing was changed there. Try again when it is live.`,
      );
    }
    const found = await this.#find(cluster.name, name, owner, signal);
    switch (found.kind) {
      case 'unknown':
        return refused(`Nothing was changed. ${found.message}`);
      case 'foreign':
        return existing === 'keep'
          ? kept()
          : refused(
              `The namespace ${name} is in ${
                cluster.name
              } already and belongs to ${
                found.owner ?? 'nobody that Slipway knows'
              }. Choose another name.`,
              { outcome: 'failed' },
            );
      case 'own':
        // Applied anew it would lose the labels that it was made with. What else is asked for may be missing after a crash.
        return existing === 'keep' && objects === 1 ? kept() : ready;
      default:
        return ready;
    }
  }

  async #find(
    cluster: string,
    name: string,
    owner: string,
    signal: AbortSignal,
  ): Promise<Existing> {
    const [live] = await this.#options.fleet.readObjects(
      cluster,
      [{ apiVersion: 'v1', kind: 'Namespace', name }],
      { signal },
    );
    if (live.problem) {
      return { kind: 'unknown', message: live.problem.message };
    }
    if (!live.object) {
      return { kind: 'free' };
    }
    const actual = ownerOf(live.object);
    return actual === owner
      ? { kind: 'own' }
      : { kind: 'foreign', owner: actual };
  }

  async #requireValid(requested: RequestedNamespace): Promise<void> {
    const { auth, catalog, config } = this.#options;
    const { name, owner, labels = {}, roles = DEFAULT_ROLES } = requested;
    if (!NAMESPACE_NAME.test(name)) {
      throw new InputError(
        `The name of a namespace has lower case letters, digits and hyphens, and is at most 63 long. ${name.slice(
          0,
          63,
        )} is none.`,
      );
    }
    if (
      config.deniedNamespaces.some(pattern => matchesPattern(pattern, name))
    ) {
      throw new InputError(`A namespace may not be called ${name}.`);
    }
    const role = roles.find(wanted => !config.namespaceRoles.has(wanted));
    if (role !== undefined) {
      throw new InputError(
        `The ClusterRole ${role} may not be bound. The platform team allows roles with slipway.kubernetes.apply.namespaceRoles.`,
      );
    }
    const label = Object.keys(labels).find(key => RESERVED_LABEL.test(key));
    if (label !== undefined) {
      throw new InputError(`The label ${label} may not be set.`);
    }
    if (parseEntityRef(owner).kind !== 'group') {
      throw new InputError(
        `A namespace belongs to a group, and ${owner} is none.`,
      );
    }
    const group = await catalog.getEntityByRef(owner, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (!group) {
      throw new InputError(`The catalog has no ${owner}.`);
    }
  }
}

function requireAllowed(
  changer: Changer,
  cluster: ClusterOutline,
  { name, owner }: RequestedNamespace,
): void {
  const allowed = changer.may('create-namespace', {
    cluster,
    apiGroup: '',
    kind: 'Namespace',
    namespace: name,
    // Whom it will belong to, so that a policy can keep people to their own groups.
    namespaceOwner: owner,
    name,
    owners: [owner],
  });
  if (!allowed) {
    throw new NotAllowedError(
      `You may not create the namespace ${name} for ${owner} in ${cluster.name}. The permission is slipway.kubernetes.namespace.create.`,
    );
  }
}

/** Entity ref of the group that a namespace is for. */
export function ownerOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.annotations?.[OWNER_ANNOTATION];
}
