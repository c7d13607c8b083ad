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

import { InputError } from '@backstage/errors';
import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { parseAllDocuments } from 'yaml';

/** Aliases that blow up when they are followed: https://en.wikipedia.org/wiki/Billion_laughs_attack */
const MAX_ALIASES = 100;

/** Twice what fleet takes at once. Parsing more would only hold up the backend before fleet refuses it. */
export const MAX_YAML_BYTES = 2 * 1024 * 1024;

/**
 * The objects of YAML with one or more documents; a list stands for what is in it.
 *
 * @throws InputError with a sentence that says which one is wrong
 */
export function parseManifests(yaml: string): KubernetesObject[] {
  if (Buffer.byteLength(yaml) > MAX_YAML_BYTES) {
    throw new InputError(
      `The manifest is larger than ${MAX_YAML_BYTES / 1024 / 1024} MiB.`,
    );
  }
  const values = parseAllDocuments(yaml).flatMap((document, index) => {
    if ('errors' in document && document.errors.length > 0) {
      throw new InputError(
        `Document ${index + 1} of the manifest is not YAML: ${
          document.errors[0].message
        }`,
      );
    }
    return 'toJS' in document ? [toValue(document, index)] : [];
  });
  return toKubernetesObjects(values);
}

/**
 * What came as objects, checked.
 *
 * @throws InputError with a sentence that says which one is wrong
 */
export function toKubernetesObjects(values: unknown[]): KubernetesObject[] {
  const objects = values
    // A document that is empty but for comments.
    .filter(value => value !== null && value !== undefined)
    .flatMap(value => (Array.isArray(value) ? value : itemsOf(value)));
  if (objects.length === 0) {
    throw new InputError('There is no object in the manifest.');
  }
  return objects.map(toKubernetesObject);
}

function toValue(
  document: { toJS(options: { maxAliasCount: number }): unknown },
  index: number,
): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new InputError(
      `Document ${index + 1} of the manifest cannot be read: ${
        (error as Error).message
      }`,
    );
  }
}

/** `kubectl get` and charts write lists as an object with items. */
function itemsOf(value: unknown): unknown[] {
  const { kind, items } = value as { kind?: unknown; items?: unknown };
  return kind === 'List' && Array.isArray(items) ? items : [value];
}

function toKubernetesObject(value: unknown, index: number): KubernetesObject {
  const object = value as Partial<KubernetesObject> | null | undefined;
  if (
    typeof object?.apiVersion !== 'string' ||
    typeof object.kind !== 'string' ||
    typeof object.metadata?.name !== 'string'
  ) {
    throw new InputError(
      `Object ${
        index + 1
      } of the manifest lacks apiVersion, kind or metadata.name.`,
    );
  }
  return object as KubernetesObject;
}
