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

/** What a kustomization names besides itself, as paths from its own folder. */
export interface KustomizationReferences {
  files: string[];
  /** Folders with a kustomization, or files. */
  filesOrFolders: string[];
}

type Fields = Record<string, unknown>;

/** Fields that name no file: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const PLAIN_FIELDS = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'commonAnnotations',
  'labels',
  'images',
  'replicas',
  'generatorOptions',
  'sortOptions',
  'buildMetadata',
  'vars',
]);

const FOLDER_FIELDS = new Set(['resources', 'bases', 'components']);

const FILE_FIELDS = new Set(['configurations', 'crds']);

/** Lists of objects, and which of their fields names a file; the others of an object are its plain ones. */
const OBJECT_FIELDS: Record<string, { file: string; plain: string[] }> = {
  patches: { file: 'path', plain: ['patch', 'target', 'options'] },
  patchesJson6902: { file: 'path', plain: ['patch', 'target', 'options'] },
  replacements: { file: 'path', plain: ['source', 'targets'] },
};

const GENERATOR_PLAIN = ['name', 'namespace', 'behavior', 'type', 'literals'];

const REFUSED: Record<string, string> = {
  generators: 'they run plugins, which are off',
  transformers: 'they run plugins, which are off',
  validators: 'they run plugins, which are off',
  helmCharts: 'render the chart in a step of its own',
  helmGlobals: 'render the chart in a step of its own',
  helmChartInflationGenerator: 'render the chart in a step of its own',
};

/**
 * The files and folders that a kustomization names. A field that is not known is refused, since kustomize would read,
 * fetch or run what it names.
 *
 * @throws InputError with a sentence that names the field
 */
export function findReferences(kustomization: Fields): KustomizationReferences {
  const references: KustomizationReferences = { files: [], filesOrFolders: [] };
  for (const [field, value] of Object.entries(kustomization)) {
    if (FOLDER_FIELDS.has(field)) {
      references.filesOrFolders.push(...stringsOf(field, value));
    } else {
      references.files.push(...findFiles(field, value));
    }
  }
  return references;
}

function findFiles(field: string, value: unknown): string[] {
  if (PLAIN_FIELDS.has(field)) {
    return [];
  }
  if (FILE_FIELDS.has(field)) {
    return stringsOf(field, value);
  }
  if (field === 'patchesStrategicMerge') {
    // One with a line break is the patch itself, which can be neither the name of a file nor an address.
    return stringsOf(field, value).filter(entry => !entry.includes('\n'));
  }
  if (field === 'openapi') {
    return fileOf(field, objectOf(field, value), { file: 'path', plain: [] });
  }
  if (field === 'configMapGenerator' || field === 'secretGenerator') {
    return objectsOf(field, value).flatMap(entry =>
      generatorFiles(field, entry),
    );
  }
  if (Object.hasOwn(OBJECT_FIELDS, field)) {
    return objectsOf(field, value).flatMap(entry =>
      fileOf(field, entry, OBJECT_FIELDS[field]),
    );
  }
  throw new InputError(
    Object.hasOwn(REFUSED, field)
      ? `${field} are not supported: ${REFUSED[field]}.`
      : `the field ${field} is not known to Slipway, so it may not be used.`,
  );
}

function fileOf(
  field: string,
  entry: Fields,
  { file, plain }: { file: string; plain: string[] },
): string[] {
  requireKnown(field, entry, [file, ...plain]);
  return entry[file] === undefined ? [] : stringsOf(field, [entry[file]]);
}

function generatorFiles(field: string, entry: Fields): string[] {
  const { files, envs, env, options: _options, ...rest } = entry;
  requireKnown(field, rest, GENERATOR_PLAIN);
  return [
    ...stringsOf(field, files ?? []).map(fileOfKey),
    ...stringsOf(field, envs ?? []),
    ...(env === undefined ? [] : stringsOf(field, [env])),
  ];
}

/** An entry is a path, or a key, an equals sign and a path. */
function fileOfKey(entry: string): string {
  const parts = entry.split('=');
  if (parts.length > 2) {
    throw new InputError(`${entry} has more than one equals sign.`);
  }
  return parts.at(-1)!;
}

function requireKnown(field: string, entry: Fields, known: string[]): void {
  const unknown = Object.keys(entry).find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw new InputError(
      `the field ${field}.${unknown} is not known to Slipway, so it may not be used.`,
    );
  }
}

function stringsOf(field: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) {
    return value;
  }
  throw new InputError(`${field} must be a list of texts.`);
}

function objectsOf(field: string, value: unknown): Fields[] {
  if (!Array.isArray(value)) {
    throw new InputError(`${field} must be a list of objects.`);
  }
  return value.map(entry => objectOf(field, entry));
}

function objectOf(field: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${field} must hold objects.`);
  }
  return value as Fields;
}
