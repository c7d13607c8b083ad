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

import { parseAllDocuments, stringify } from 'yaml';
import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';

/** More text than the backend takes is not read in the browser either, in characters. */
const MAX_CHARACTERS = 2 ** 20;

/** The objects in what a template gives as manifest, to be shown; what the backend makes of it counts. */
export function readManifests(manifest: unknown): KubernetesObject[] {
  if (typeof manifest !== 'string') {
    return [manifest].flat().filter(isObject);
  }
  if (manifest.length > MAX_CHARACTERS) {
    return [];
  }
  try {
    return parseAllDocuments(manifest).flatMap(document => {
      const object: unknown = document.toJS({ maxAliasCount: 20 });
      return isObject(object) ? [object] : [];
    });
  } catch {
    return [];
  }
}

function isObject(value: unknown): value is KubernetesObject {
  const { kind, metadata } = (value ?? {}) as Partial<KubernetesObject>;
  return typeof kind === 'string' && typeof metadata === 'object';
}

/** A value as people read it. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
