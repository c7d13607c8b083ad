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
import {
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  catalogEntityDeletePermission,
  REGISTERED_ENTITIES_TOPIC,
} from '@slipway/backstage-plugin-fleet-common';
import type { Request } from 'express';
import type { AppDirectory } from '../apps';
import { describeInitiator } from '../audit';
import type { ChangeAuthorizer, FleetAuthorizer } from '../permissions';
import {
  nameTaken,
  type CatalogEntityStore,
  type StoredEntity,
} from './CatalogEntityStore';
import { parseComponent } from './parseComponent';

/** How Backstage marks the entities of Slipway's own provider. */
const OWN_LOCATION = 'slipway:';
const LOCATION_ANNOTATION = 'backstage.io/managed-by-location';

/** The one door by which an entity without a Git repository comes into the catalog. */
export class CatalogEntityService {
  readonly #options: CatalogEntityServiceOptions;

  static create(options: CatalogEntityServiceOptions) {
    return new CatalogEntityService(options);
  }

  private constructor(options: CatalogEntityServiceOptions) {
    this.#options = options;
  }

  list(): Promise<StoredEntity[]> {
    return this.#options.store.list();
  }

  /**
   * Registers a Component. Doing it again with the same entity changes nothing.
   *
   * @throws NotAllowedError, InputError
   * @throws ConflictError when the name belongs to an entity of another origin or another person
   */
  async register(
    credentials: BackstageCredentials,
    input: Record<string, unknown>,
    request?: Request,
  ): Promise<{ entityRef: string }> {
    const { auth, auditor, authorizer, events, store } = this.#options;
    const event = await auditor.createEvent({
      eventId: 'catalog-entity-register',
      severityLevel: 'medium',
      request,
    });
    try {
      await authorizer.requireEntityCreation(credentials);
      const entity = await parseComponent(input);
      const entityRef = stringifyEntityRef(entity);
      await this.#requireFreeName(entityRef);
      await this.#requireFreeObjects(entityRef, entity.metadata.name);
      const { changed } = await store.put({
        entityRef,
        entity,
        createdBy: describeInitiator(auth, credentials),
      });
      await events.publish({
        topic: REGISTERED_ENTITIES_TOPIC,
        eventPayload: { entityRef },
      });
      await event.success({ meta: { entityRef, changed } });
      return { entityRef };
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  /**
   * Takes out an entity that was registered here. Its Kubernetes objects stay. Doing it again changes nothing.
   *
   * @throws NotAllowedError for an entity that somebody else registered
   */
  async unregister(
    credentials: BackstageCredentials,
    requestedRef: string,
    request?: Request,
  ): Promise<void> {
    const { auditor, authorizer, events, store } = this.#options;
    const event = await auditor.createEvent({
      eventId: 'catalog-entity-unregister',
      severityLevel: 'medium',
      request,
      meta: { entityRef: requestedRef },
    });
    try {
      await authorizer.requireEntityCreation(credentials);
      const entityRef = stringifyEntityRef(parseEntityRef(requestedRef));
      const stored = await store.get(entityRef);
      if (stored) {
        await this.#requireOwnOrRight(credentials, stored);
        await store.delete(entityRef);
        await events.publish({
          topic: REGISTERED_ENTITIES_TOPIC,
          eventPayload: { entityRef },
        });
      }
      await event.success({ meta: { entityRef, changed: Boolean(stored) } });
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  /** Whoever registered it, the owner that it names, or who may take out all. */
  async #requireOwnOrRight(
    credentials: BackstageCredentials,
    { entityRef, entity, createdBy }: StoredEntity,
  ): Promise<void> {
    const { auth, changes } = this.#options;
    const claims = await changes.getClaims(credentials);
    const owner = entity.spec?.owner;
    const own =
      createdBy === describeInitiator(auth, credentials) ||
      (typeof owner === 'string' && claims.has(toGroupRef(owner, entity)));
    if (
      !own &&
      !(await changes.isAllowed(credentials, catalogEntityDeletePermission))
    ) {
      throw new NotAllowedError(
        `${entityRef} was registered by somebody else. To take it out of the catalog you need the permission slipway.catalog-entity.delete.`,
      );
    }
  }

  /** Asked with Backstage's own credentials: a name that the caller may not see is taken all the same. */
  async #requireFreeName(entityRef: string): Promise<void> {
    const { auth, catalog } = this.#options;
    const existing = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (existing && !isOwn(existing)) {
      throw new ConflictError(
        `${entityRef} is in the catalog already, from another source. Choose another name.`,
      );
    }
  }

  /** The name is also what chooses the app's objects: they must not be another app's already. */
  async #requireFreeObjects(entityRef: string, name: string): Promise<void> {
    const { directory, store } = this.#options;
    await directory.refresh();
    const known = directory
      .list()
      .some(
        app =>
          app.entityRef !== entityRef && app.selector.kubernetesId === name,
      );
    // The catalog takes in what was registered only after a moment.
    const registered = (await store.list()).some(
      stored =>
        stored.entityRef !== entityRef && stored.entity.metadata.name === name,
    );
    if (known || registered) {
      throw nameTaken(name);
    }
  }
}

/** An owner without a kind is a group: https://backstage.io/docs/features/software-catalog/descriptor-format */
function toGroupRef(owner: string, { metadata }: Entity): string {
  return stringifyEntityRef(
    parseEntityRef(owner, {
      defaultKind: 'group',
      defaultNamespace: metadata.namespace,
    }),
  );
}

interface CatalogEntityServiceOptions {
  auth: AuthService;
  auditor: AuditorService;
  authorizer: FleetAuthorizer;
  catalog: CatalogService;
  changes: ChangeAuthorizer;
  directory: AppDirectory;
  events: EventsService;
  store: CatalogEntityStore;
}

function isOwn(entity: Entity): boolean {
  return (
    entity.metadata.annotations?.[LOCATION_ANNOTATION]?.startsWith(
      OWN_LOCATION,
    ) ?? false
  );
}
