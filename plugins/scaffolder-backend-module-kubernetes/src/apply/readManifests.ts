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

import { readFile } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { parseAllDocuments } from 'yaml';

/** Aliases that blow up when they are followed: https://en.wikipedia.org/wiki/Billion_laughs_attack */
const MAX_ALIASES = 100;

/** How a template hands over manifests: as YAML, as objects, or as a file of the workspace. */
export interface ManifestInput {
  manifest?: string | Record<string, unknown> | Record<string, unknown>[];
  manifestPath?: string;
}

/**
 * The manifests of an action's input.
 *
 * @throws InputError with a sentence that says which one is wrong
 * @throws NotAllowedError when the path leaves the workspace
 */
export async function readManifests(
  { manifest, manifestPath }: ManifestInput,
  workspacePath: string,
): Promise<KubernetesObject[]> {
  if ((manifest === undefined) === (manifestPath === undefined)) {
    throw new InputError('Give either manifest or manifestPath.');
  }
  const source =
    manifestPath === undefined
      ? manifest
      : await readFile(
          resolveSafeChildPath(workspacePath, manifestPath),
          'utf8',
        );
  const objects = typeof source === 'string' ? parse(source) : [source].flat();
  if (objects.length === 0) {
    throw new InputError('There is no object in the manifest.');
  }
  return objects.map(toKubernetesObject);
}

function parse(yaml: string): unknown[] {
  return parseAllDocuments(yaml).flatMap((document, index) => {
    if ('errors' in document && document.errors.length > 0) {
      throw new InputError(
        `Document ${index + 1} of the manifest is not YAML: ${
          document.errors[0].message
        }`,
      );
    }
    const value: unknown =
      'toJS' in document ? document.toJS({ maxAliasCount: MAX_ALIASES }) : [];
    // A document that is empty but for comments.
    return value === null || value === undefined ? [] : [value].flat();
  });
}

function toKubernetesObject(value: unknown, index: number): KubernetesObject {
  const object = value as Partial<KubernetesObject> | undefined;
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
