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

import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { parseDocument } from 'yaml';
import { findReferences } from './kustomizationFields';
import type { Staging } from './Staging';

/** The names that kustomize looks for. */
export const KUSTOMIZATION_FILES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** Aliases that blow up when they are followed: https://en.wikipedia.org/wiki/Billion_laughs_attack */
const MAX_ALIASES = 100;

const MAX_FOLDERS = 100;

/**
 * Copies a folder with a kustomization, and every file and folder that it names. Each kustomization is written anew from
 * what was checked, so that kustomize cannot read it otherwise than Slipway did.
 *
 * @returns the folder's copy
 * @throws InputError, NotAllowedError with a sentence that names the file
 */
export async function stageKustomization(
  path: string,
  staging: Staging,
): Promise<string> {
  const first = (await staging.find(path)).path;
  const folders = new Set([first]);
  // A set is walked to those that were added on the way.
  for (const folder of folders) {
    for (const other of await stageFolder(folder, staging)) {
      folders.add(other);
    }
    if (folders.size > MAX_FOLDERS) {
      throw new InputError(
        `${path} builds on more than ${MAX_FOLDERS} folders.`,
      );
    }
  }
  return posix.join(staging.root, first);
}

/** Copies one folder's files and answers the folders that it builds on. */
async function stageFolder(
  folder: string,
  staging: Staging,
): Promise<string[]> {
  const file = await findKustomization(folder, staging);
  try {
    const kustomization = parse(await staging.readText(file));
    const { files, filesOrFolders } = findReferences(kustomization);
    const folders: string[] = [];
    for (const reference of files) {
      await staging.copyFile(toPath(folder, reference));
    }
    for (const reference of filesOrFolders) {
      const found = await staging.find(toPath(folder, reference));
      if (found.stats.isDirectory()) {
        folders.push(found.path);
      } else {
        await staging.copyFile(found.path);
      }
    }
    // JSON is YAML.
    await staging.writeText(file, JSON.stringify(kustomization, undefined, 2));
    return folders;
  } catch (error) {
    if (error instanceof Error) {
      error.message = `${file}: ${error.message}`;
    }
    throw error;
  }
}

async function findKustomization(
  folder: string,
  staging: Staging,
): Promise<string> {
  const candidates = KUSTOMIZATION_FILES.map(name => posix.join(folder, name));
  const found = await Promise.allSettled(
    candidates.map(candidate => staging.find(candidate)),
  );
  const files = candidates.filter((_, i) => found[i].status === 'fulfilled');
  if (files.length !== 1) {
    throw new InputError(
      `${folder || 'The workspace'} has ${
        files.length === 0 ? 'no kustomization.yaml' : files.join(' and ')
      }; there must be one.`,
    );
  }
  return files[0];
}

function parse(text: string): Record<string, unknown> {
  const document = parseDocument(text);
  // A warning is a tag such as !!binary, which kustomize would read as something else than Slipway.
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    throw new InputError(`it is not plain YAML: ${problem.message}`);
  }
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError('it holds no object.');
  }
  return value as Record<string, unknown>;
}

/** @throws InputError where kustomize would fetch it */
function toPath(folder: string, reference: string): string {
  if (/[:?]/.test(reference) || reference.startsWith('github.com/')) {
    throw new InputError(
      `${reference} is remote. Slipway renders without a network: fetch it into the workspace in a step before, for example with fetch:plain.`,
    );
  }
  return posix.isAbsolute(reference)
    ? reference
    : posix.join(folder, reference);
}
