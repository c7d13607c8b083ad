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

import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { FleetCaller } from '../fleet';
import type { CatalogWaiter } from './CatalogWaiter';
import { examples } from './registerEntity.examples';

/**
 * `slipway:register-entity`: puts a Component into the catalog without a Git repository. Where the platform team has
 * one, `publish:*` and `catalog:register` are the better way.
 *
 * Ends when the catalog has taken it in, so that links to it work. Doing it again with the same entity changes nothing.
 */
export function createRegisterEntityAction(
  fleet: FleetCaller,
  catalog: CatalogWaiter,
) {
  return createTemplateAction({
    id: 'slipway:register-entity',
    description:
      'Puts a Component into the catalog and keeps it in Slipway, for a platform without a Git repository for entities. A name that is taken is refused.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        entity: z =>
          z
            .record(z.unknown())
            .describe('The entity, as it would stand in catalog-info.yaml'),
      },
      output: {
        entityRef: z => z.string().describe('Full ref of the entity'),
      },
    },
    async handler(ctx) {
      const { entity } = ctx.input;
      const wanted = refOf(entity);
      if (ctx.isDryRun) {
        ctx.logger.info(`${wanted} would be registered in the catalog`);
        ctx.output('entityRef', wanted);
        return;
      }
      const entityRef = await ctx.checkpoint({
        key: `register-${wanted}`,
        fn: async () => {
          const registered = await fleet.registerEntity(ctx, entity);
          return registered.entityRef;
        },
      });
      if (await catalog.waitFor(entityRef, ctx.signal)) {
        ctx.logger.info(`${entityRef} is in the catalog`);
      } else {
        ctx.logger.warn(
          `${entityRef} is registered, but the catalog has not taken it in yet. Its page says that it does not exist until then.`,
        );
      }
      ctx.output('entityRef', entityRef);
    },
  });
}

function refOf(entity: Record<string, unknown>): string {
  const { kind, metadata } = entity as Partial<Entity>;
  if (typeof kind !== 'string' || typeof metadata?.name !== 'string') {
    throw new InputError('The entity lacks kind or metadata.name.');
  }
  return stringifyEntityRef({ kind, metadata } as Entity);
}
