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

import {
  componentEntityV1alpha1Validator,
  DEFAULT_NAMESPACE,
  makeValidator,
  parseEntityRef,
  type ComponentEntity,
  type Entity,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
} from '@slipway/backstage-plugin-fleet-common';
import { parseAppSelector } from '@slipway/backstage-plugin-fleet-node';

const MAX_BYTES = 64 * 1024;
const METADATA_FIELDS = new Set([
  'name',
  'namespace',
  'title',
  'description',
  'labels',
  'annotations',
  'tags',
  'links',
]);
const SPEC_FIELDS = new Set([
  'type',
  'lifecycle',
  'owner',
  'system',
  'subcomponentOf',
  'providesApis',
  'consumesApis',
  'dependsOn',
]);
/** The catalog sets these itself, and trusts them: an entity that brought its own could pose as another's. */
const RESERVED_ANNOTATION =
  /^backstage\.io\/(managed-by|orphan|source|view-url|edit-url)/;

const validators = makeValidator();

/**
 * Checks an entity that a person or a template wants to put into the catalog. Only Components, since a Group or a
 * User would give rights, and a Location would make the catalog read what its writer chose.
 *
 * @throws InputError with a sentence that names what is wrong
 */
export async function parseComponent(
  input: Record<string, unknown>,
): Promise<Entity> {
  if (JSON.stringify(input).length > MAX_BYTES) {
    throw new InputError('The entity is larger than 64 KiB.');
  }
  const entity = await checkSchema(input);
  checkFields('metadata', entity.metadata, METADATA_FIELDS);
  checkFields('spec', entity.spec, SPEC_FIELDS);
  checkMetadata(entity);
  checkOwner(entity.spec.owner);
  checkSelector(entity);
  return entity;
}

/**
 * Whoever registers an entity names its owner too. Could it choose any objects, anybody could make themselves the owner
 * of somebody else's app and read its logs: so it may choose only by its own name.
 */
function checkSelector(entity: Entity): void {
  const { name, annotations = {} } = entity.metadata;
  const selector = parseAppSelector(entity);
  if (KUBERNETES_LABEL_SELECTOR_ANNOTATION in annotations) {
    throw new InputError(
      `The annotation ${KUBERNETES_LABEL_SELECTOR_ANNOTATION} may not be set on an entity that is registered here. Choose objects with ${KUBERNETES_ID_ANNOTATION}.`,
    );
  }
  if (selector && selector.kubernetesId !== name) {
    throw new InputError(
      `${KUBERNETES_ID_ANNOTATION} must be the entity's name, ${name}.`,
    );
  }
}

async function checkSchema(
  input: Record<string, unknown>,
): Promise<ComponentEntity> {
  const entity = input as unknown as Entity;
  let isComponent: boolean;
  try {
    isComponent = await componentEntityV1alpha1Validator.check(entity);
  } catch (error) {
    throw new InputError(`This is not a Component: ${error}`);
  }
  if (!isComponent) {
    throw new InputError(
      `Only entities of kind Component can be registered, not ${input.kind}.`,
    );
  }
  return entity as ComponentEntity;
}

function checkFields(where: string, value: object, allowed: Set<string>) {
  const unknown = Object.keys(value).filter(field => !allowed.has(field));
  if (unknown.length > 0) {
    throw new InputError(
      `${where} of the entity may not have ${unknown.join(', ')}.`,
    );
  }
}

function checkMetadata({ metadata }: Entity): void {
  if (!validators.isValidEntityName(metadata.name)) {
    throw new InputError(
      `The name ${metadata.name} is not valid: letters, digits, and - _ . between them, at most 63.`,
    );
  }
  if (!validators.isValidNamespace(metadata.namespace ?? DEFAULT_NAMESPACE)) {
    throw new InputError(`The namespace ${metadata.namespace} is not valid.`);
  }
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    if (
      !validators.isValidAnnotationKey(key) ||
      !validators.isValidAnnotationValue(value) ||
      RESERVED_ANNOTATION.test(key)
    ) {
      throw new InputError(`The annotation ${key} may not be set.`);
    }
  }
}

function checkOwner(owner: string): void {
  try {
    const { namespace, name } = parseEntityRef(owner, { defaultKind: 'Group' });
    if (
      validators.isValidNamespace(namespace) &&
      validators.isValidEntityName(name)
    ) {
      return;
    }
  } catch {
    // Said below.
  }
  throw new InputError(`The owner ${owner} is not an entity ref.`);
}
