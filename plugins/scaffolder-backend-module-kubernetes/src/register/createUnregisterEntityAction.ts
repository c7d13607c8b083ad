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

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { FleetCaller } from '../fleet';
import { examples } from './unregisterEntity.examples';

/**
 * `slipway:unregister-entity`: takes out of the catalog what `slipway:register-entity` put there.
 *
 * What is gone already counts as done, so a task that is resumed may repeat it.
 */
export function createUnregisterEntityAction(fleet: FleetCaller) {
  return createTemplateAction({
    id: 'slipway:unregister-entity',
    description:
      'Takes an entity out of the catalog that slipway:register-entity put there, for a step with failure(). One that is gone already counts as done.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z => z.string().describe('Full ref of the entity'),
      },
    },
    async handler(ctx) {
      const { entityRef } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`${entityRef} would be taken out of the catalog`);
        return;
      }
      await ctx.checkpoint({
        key: `unregister.${entityRef}`,
        fn: () => fleet.unregisterEntity(ctx, entityRef),
      });
      ctx.logger.info(`${entityRef} is no longer registered`);
    },
  });
}
