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

import { NotAllowedError } from '@backstage/errors';
import {
  OWNER_ANNOTATION,
  type KubernetesObject,
  type ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  FleetService,
  LiveObject,
  ObjectOptions,
} from '@slipway/backstage-plugin-fleet-node';
import type { AppDirectory } from '../apps';
import type { CatalogEntityStore } from '../catalogEntities';
import type {
  Changer,
  FleetClusterResource,
  KubernetesObjectResource,
  ObjectAction,
} from '../permissions';
import { AppOwners } from './AppOwners';
import { groupKind, type ApplyConfig } from './ApplyConfig';
import { claimedOwnersOf, ownersOf } from './ownersOf';

/** The catalog's apps themselves are known to be up to 30 s old. */
const OWNERS_TTL_MS = 1_000;

/** An object as it is in a cluster, and what permission rules know of it. */
export interface ExaminedObject {
  live: LiveObject;
  resource: KubernetesObjectResource;
  /** Entity refs of who owns the apps that the object is to belong to. */
  claimedOwners: string[];
}

/** Where the cluster gave no answer nothing can be decided. */
export type Examination =
  | { ok: true; objects: ExaminedObject[] }
  | { ok: false; message: string };

interface ObjectGuardOptions {
  config: Pick<ApplyConfig, 'clusterScopedKinds'>;
  directory: AppDirectory;
  fleet: FleetService;
  store: CatalogEntityStore;
}

/** Looks at what is there before anything is changed: whose it is, and whether the caller may. */
export class ObjectGuard {
  readonly #options: ObjectGuardOptions;
  #apps: { loadedAt: number; owners: Promise<AppOwners> } | undefined;

  static create(options: ObjectGuardOptions): ObjectGuard {
    return new ObjectGuard(options);
  }

  private constructor(options: ObjectGuardOptions) {
    this.#options = options;
  }

  /**
   * Objects and their namespaces, as the API server has them now.
   *
   * @param manifests - what is to be applied, in the order of `refs`
   */
  async examine(
    cluster: FleetClusterResource,
    refs: readonly ObjectRef[],
    options: ObjectOptions,
    manifests: readonly KubernetesObject[] = [],
  ): Promise<Examination> {
    const { fleet } = this.#options;
    const [lives, owners, apps] = await Promise.all([
      fleet.readObjects(cluster.name, [...refs], options),
      this.#readNamespaceOwners(cluster.name, refs, options),
      this.#loadAppOwners(),
    ]);
    const silent = lives.find(({ problem }) => problem?.noAnswer)?.problem;
    if (silent || typeof owners === 'string') {
      return { ok: false, message: silent?.message ?? String(owners) };
    }
    return {
      ok: true,
      objects: lives.map((live, index) => ({
        live,
        resource: describeResource(cluster, live, {
          owners,
          apps,
          namespace: options.namespace,
        }),
        claimedOwners: manifests[index]
          ? claimedOwnersOf(manifests[index], apps)
          : [],
      })),
    };
  }

  /** @throws NotAllowedError at the first object that the caller may not do this to */
  require(
    changer: Changer,
    action: Extract<ObjectAction, 'apply' | 'delete'>,
    objects: readonly ExaminedObject[],
  ): void {
    objects.forEach(({ live, resource, claimedOwners }) => {
      const what = `${describe(live)} in ${resource.cluster.name}`;
      if (live.namespaced === false && !this.#mayLackNamespace(live)) {
        throw new NotAllowedError(
          `${what} belongs to no namespace but to the whole cluster. The platform team allows such kinds with slipway.kubernetes.apply.clusterScopedKinds.`,
        );
      }
      if (!changer.may(action, resource)) {
        throw new NotAllowedError(
          `You may not ${action} ${what}. The permission is slipway.kubernetes.${action}.`,
        );
      }
      for (const owners of [resource.owners, claimedOwners]) {
        this.#requireOwn(changer, { ...resource, owners }, what);
      }
    });
  }

  #requireOwn(
    changer: Changer,
    resource: KubernetesObjectResource,
    what: string,
  ): void {
    const { owners } = resource;
    const own =
      owners.length === 0 || owners.some(owner => changer.claims.has(owner));
    if (!own && !changer.may('take-over', resource)) {
      throw new NotAllowedError(
        `${what} belongs to ${owners.join(
          ' and ',
        )}. To change or delete what belongs to others you need the permission slipway.kubernetes.take-over.`,
      );
    }
  }

  /** Once for all clusters of a request, and for the looks of a wait. */
  #loadAppOwners(): Promise<AppOwners> {
    const now = Date.now();
    if (!this.#apps || now - this.#apps.loadedAt > OWNERS_TTL_MS) {
      const owners = AppOwners.load(this.#options);
      this.#apps = { loadedAt: now, owners };
      owners.catch(() => {
        this.#apps = undefined;
      });
    }
    return this.#apps.owners;
  }

  #mayLackNamespace({ apiVersion, kind }: LiveObject): boolean {
    return this.#options.config.clusterScopedKinds.has(
      groupKind(apiVersion, kind),
    );
  }

  /**
   * As Slipway's own account, since it is Slipway that wants to know; a namespace that is not there has no owner.
   *
   * @returns a sentence where the cluster does not say
   */
  async #readNamespaceOwners(
    cluster: string,
    refs: readonly ObjectRef[],
    { namespace: fallback, signal }: ObjectOptions,
  ): Promise<Map<string, string> | string> {
    const names = new Set(
      refs.map(ref => namespaceOf(ref, fallback)).filter(isText),
    );
    const lives = await this.#options.fleet.readObjects(
      cluster,
      [...names].map(name => ({ apiVersion: 'v1', kind: 'Namespace', name })),
      { signal },
    );
    const problem = lives.find(live => live.problem)?.problem;
    if (problem) {
      return problem.message;
    }
    return new Map(
      lives.flatMap(({ name, object }) => {
        const owner = object?.metadata.annotations?.[OWNER_ANNOTATION];
        return owner ? [[name, owner] as const] : [];
      }),
    );
  }
}

function describeResource(
  cluster: FleetClusterResource,
  live: LiveObject,
  known: {
    /** By namespace. */
    owners: ReadonlyMap<string, string>;
    apps: AppOwners;
    namespace?: string;
  },
): KubernetesObjectResource {
  const [apiGroup] = groupKind(live.apiVersion, live.kind).split('/');
  const namespace = namespaceOf(live, known.namespace);
  const namespaceOwner = namespace && known.owners.get(namespace);
  return {
    cluster,
    apiGroup,
    kind: live.kind,
    name: live.name,
    namespace,
    namespaceOwner,
    owners: live.object
      ? ownersOf(live.object, namespaceOwner, known.apps)
      : [],
  };
}

function namespaceOf(
  { kind, name, namespace }: ObjectRef,
  fallback: string | undefined,
): string | undefined {
  return kind === 'Namespace' ? name : namespace ?? fallback;
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

function describe({ kind, name, namespace }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/${name}` : name}`;
}
