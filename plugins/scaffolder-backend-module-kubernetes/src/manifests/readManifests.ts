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
import { InputError } from '@backstage/errors';
import type { ManifestSource } from '@slipway/backstage-plugin-fleet-common';
import { findInWorkspace } from '../workspace';
import { MAX_YAML_BYTES, toKubernetesObjects } from './parseManifests';

/** How a template hands over manifests: as YAML, as objects, or as a file of the workspace. */
export interface ManifestInput {
  manifest?: string | Record<string, unknown> | Record<string, unknown>[];
  manifestPath?: string;
}

/**
 * The manifests of an action's input, as fleet takes them. YAML is left as it is, for fleet to read and to judge.
 *
 * @throws InputError with a sentence that says which one is wrong
 * @throws NotAllowedError when the path leaves the workspace
 */
export async function readManifestSource(
  { manifest, manifestPath }: ManifestInput,
  workspacePath: string,
): Promise<ManifestSource> {
  if ((manifest === undefined) === (manifestPath === undefined)) {
    throw new InputError('Give either manifest or manifestPath.');
  }
  if (manifestPath !== undefined) {
    return { yaml: await readYaml(workspacePath, manifestPath) };
  }
  return typeof manifest === 'string'
    ? { yaml: manifest }
    : { manifests: toKubernetesObjects([manifest]) };
}

async function readYaml(workspacePath: string, path: string): Promise<string> {
  const { absolute, stats } = await findInWorkspace(workspacePath, path);
  if (!stats.isFile()) {
    throw new InputError(`${path} is not a file.`);
  }
  if (stats.size > MAX_YAML_BYTES) {
    throw new InputError(
      `${path} is larger than ${MAX_YAML_BYTES / 1024 / 1024} MiB.`,
    );
  }
  return readFile(absolute, 'utf8');
}
