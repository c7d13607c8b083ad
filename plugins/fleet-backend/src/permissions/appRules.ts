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

import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';
import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { fleetAppResourceRef } from './appResource';
import { inMemory } from './inMemory';
import { hasValue, keyAndValue } from './keyAndValue';

const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow apps that one of the claims owns',
  resourceRef: fleetAppResourceRef,
  paramsSchema: z.object({
    claims: z.array(z.string()).describe('Entity refs of users and groups'),
  }),
  ...inMemory(({ relations = [] }: Entity, { claims }: { claims: string[] }) =>
    relations.some(
      ({ type, targetRef }) =>
        type === RELATION_OWNED_BY && claims.includes(targetRef),
    ),
  ),
});

const hasEntityLabel = createPermissionRule({
  name: 'HAS_ENTITY_LABEL',
  description: 'Allow apps whose entity has a label, with any or one value',
  resourceRef: fleetAppResourceRef,
  paramsSchema: keyAndValue,
  ...inMemory(({ metadata }: Entity, params: z.infer<typeof keyAndValue>) =>
    hasValue(metadata.labels, params),
  ),
});

const hasEntityAnnotation = createPermissionRule({
  name: 'HAS_ENTITY_ANNOTATION',
  description:
    'Allow apps whose entity has an annotation, with any or one value',
  resourceRef: fleetAppResourceRef,
  paramsSchema: keyAndValue,
  ...inMemory(({ metadata }: Entity, params: z.infer<typeof keyAndValue>) =>
    hasValue(metadata.annotations, params),
  ),
});

/**
 * Rules by which a policy can allow some apps.
 *
 * @public
 */
export const fleetAppRules = {
  isEntityOwner,
  hasEntityLabel,
  hasEntityAnnotation,
};
